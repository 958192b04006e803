"""A made-up posting and résumé, for whoever wants to try an interview before pasting their own."""

JOB_TITLE = "Product analyst"
JOB_DESCRIPTION = """\
Product analyst, Lumen Freight (made up)

We move parcels for 4,000 small shops. You find out where their parcels, and our money, get lost.

What you do
- Answer questions of product and operations with SQL, and say how sure you are
- Design experiments with the checkout team and read their results honestly
- Keep the weekly numbers right, and explain them when they move

What you bring
- Three years with data that other people relied on
- SQL, one scripting language, and charts that need no explanation
- A story of a time you changed somebody's mind with a number"""
RESUME = """\
Maya Okafor (made up)
Operations analyst, Halden Rail, 2022 to today
- Found that 60 percent of delay claims came from three stations; new handover rules cut claims by a third
- Moved the weekly report from spreadsheets to SQL, from two days of work to one hour
- Trained eleven dispatchers to read their own figures

Customer service lead, Brightline Telecom, 2019 to 2022
- Led a team of six; average waiting time fell from nine minutes to four

Skills: SQL, Python, Tableau, experiment design, talking with people who dislike numbers"""
