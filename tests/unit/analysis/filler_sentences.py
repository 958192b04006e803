"""Sentences of our own with their fillers marked by hand: [[um]]. Labelled before the rules were tried on them.

A "so" that opens a sentence and leads on ("So I asked him") was labelled a filler at first; listeners do not hear one.
They are written as people talk in interviews, half of them without a filler but with the words that look like one.
"""

import re

MARKED = """
[[Um]], so my last team had five people in it.
I started in sales and, [[uh]], moved to support after a year.
We had, [[you know]], no budget at all.
The first week was, [[like]], pure chaos.
[[Er]], the numbers went down in May.
I think the best part was [[um]] the people.
She asked me, and I said yes, and [[uh]] that was it.
[[Well]], the plan changed in the second month.
The client was angry. So I called him the same day.
It was [[kind of]] a big deal for us.
He was [[sort of]] my mentor there.
[[I mean]], nobody had told us.
We were late, [[I mean]], really late.
[[Okay]], the second project was smaller.
[[Basically]], we rebuilt the whole thing.
[[Actually]], that was my mistake.
There was, [[actually]], a second reason.
And [[like]] nobody wanted to decide.
It was just [[like]] impossible to plan.
[[Hmm]], let me think about that.
[[Ah]], yes, the migration.
I led the, [[erm]], the pricing team.
The manager said no, [[so]], we waited.
[[Uh]], [[um]], I forgot the name of the tool.
Our goal was [[uh]] forty percent fewer tickets.
I wrote the test first. [[Right]], and then the code.
They needed it, [[you know]], by Friday.
We [[kind of]] agreed on it in the end.
My role was, [[um]], to keep the dates.
[[So]] [[um]] the second thing was the data.
I was [[like]], we cannot ship this.
She was [[like]] no way.
It took, [[like]], three weeks.
[[You know]], I had never done that before.
The system was slow and [[er]] hard to change.
That was [[uh]] not what I expected.
I asked around. [[Well]], I asked two people.
It worked. [[Okay]], it worked most of the time.
[[Mm]], that is a good question.
The report was [[sort of]] useless.
But [[like]] everybody knew it.
We tested it, [[um]], twice.
It was, [[basically]], a list of names.
[[Like]], who does that?
And then, [[uh]], the server died.
I had [[um]] two days left.
The answer is, [[well]], complicated.
[[Right]], so that was the first job.
I learned, [[you know]], to ask earlier.
We had a, [[kind of]], agreement.
I would like to work closer to customers.
I like the way your team writes.
The new desk looks like the old one.
Nothing works like a phone call.
It was like a second home to me.
We did things like inventory and returns.
People like him are rare.
What would the first month look like?
I felt like the project mattered.
She sounds like a good lead.
We worked so hard that week.
I moved the meeting so that they could join.
The price was so high that nobody bought it.
So far we have had no complaint.
I knew the client well.
The launch went well for us.
We as well as the other team were late.
It was well before my time.
The result was okay for everybody.
He is okay with the new plan.
I turned right at the end of the hall.
You were right about the budget.
Right after the release the calls began.
I have the right to say no.
I actually wrote most of it.
What we actually needed was time.
It is basically the same process.
Do you know the tool?
As you know, the market changed.
I wanted them to know what I do.
Did you know about the outage?
You know how these meetings go.
I mean what I say.
That does not mean the test failed.
What I mean is that we needed rules.
We sold a new kind of insurance.
What kind of role is it?
That kind of work suits me.
Some sort of plan is better than none.
He does this sort of thing every day.
Every kind of error was logged.
I had an umbrella and a hammer with me.
The user erred, and the form said so.
Ahead of the launch I called everyone.
Her hummus recipe was on the menu.
I prefer the original version.
We were able to ship on time.
My manager, my team and I agreed.
It took three weeks and two attempts.
First I listed the risks, then I ranked them.
Because the deadline was fixed, we cut the scope.
In the end, the customer stayed.
The errors fell from nine to two.
Nobody had asked me, but I did it anyway.
I asked for help, and I got it.
The warehouse was cold and the work was hard.
On Mondays we met at eight.
They thanked us, and they came back.
If I did it again, I would start earlier.
I was the only nurse on the night shift.
Our team was small, loud and happy.
I would do the same today.
That was the moment when I understood it.
They said so in the review.
I think so too.
And so we began again.
Even so, the numbers were good.
The so called quick fix took a month.
It is something like a diary.
There is nothing like it on the market.
I had more like ten people.
We met the kind of people you hope for.
You know the feeling.
If you know them, you know why.
Let you know by Monday, I told her.
The pump was broken. So I asked him to show me.
Nobody answered. So we went there ourselves.
It was Friday. So the shop was closed.
We had no budget. So my manager called the client.
He left in May. [[So]], the second year was quieter.
That was the plan. [[So]] [[um]] it failed.
It rained all week. [[So]] [[basically]] nobody came.
Well trained people stay calm.
Well into the second week we found it.
Right next to the door stood the machine.
Right in the middle of the week the lift stopped.
Right and wrong were not so clear there.
They treated me right from the first day.
It worked well, and we kept it.
Like most nurses, I worked at night.
She spoke like an expert.
"""

_MARK = re.compile(r"\[\[(.+?)\]\]")


def labelled() -> list[tuple[str, list[str]]]:
    """Each sentence without its marks, and what was marked."""
    lines = [line for line in MARKED.splitlines() if line]
    return [(_MARK.sub(r"\1", line), _MARK.findall(line)) for line in lines]
