"""The words of the papers that tests upload. The people and firms are made up."""

RESUME = """Maya Okafor
Product analyst
Leeds | maya@example.org

Summary
Analyst with six years in logistics. I turn messy shipment data into decisions people trust.

Experience
Senior Data Analyst, Lumen Freight
Mar 2021 - present
- Cut report preparation from two days to forty minutes with dbt and Airflow
- Led the move of 140 dashboards from Excel to Tableau
- Coached three junior analysts

Data Analyst | Halden Rail | 2018 - 2021
- Built a delay forecast in Python that planners use every morning
- Found a billing error worth 300 000 euros a year

Projects
Tidewatch: a web app that shows tide levels, written in Python and React, used by 900 sailors

Skills
SQL, Python, Tableau, dbt, Stakeholder management

Education
BSc Mathematics, University of Leeds, 2018
"""

LEFT_COLUMN = """Skills
SQL
Python
Tableau
Git
Education
BSc Mathematics
University of Leeds"""

RIGHT_COLUMN = """Experience
Senior Data Analyst, Lumen Freight
Mar 2021 - present
- Cut report preparation from two days to forty minutes
Data Analyst, Halden Rail
2018 - 2021
- Built a delay forecast in Python for planners"""

HEBREW = """מאיה כהן
מנתחת נתונים

ניסיון תעסוקתי
מנתחת נתונים בכירה, חברת אור
2021 - 2024
- קיצרתי את הכנת הדוח משני ימים לארבעים דקות

כישורים
SQL, Python, Tableau
"""

JOB = """Product Analyst
Lumen Freight, Leeds

About the role
You will own the numbers behind our freight marketplace.

Responsibilities
- Define metrics with product managers
- Build dashboards in Tableau
- Present findings to leadership

Requirements
- At least 3 years with SQL and Python
- Proven experience with A/B tests
- Airflow is a plus

Nice to have
- Experience in logistics

We offer
- Flexible hours
"""
