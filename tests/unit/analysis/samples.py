"""Interview answers of our own, graded by hand: what the scorer is tried on."""

from dataclasses import dataclass

from preppal.domain.interview import InterviewType


@dataclass(frozen=True)
class Sample:
    """`grade` is ours, 1 to 10. `parts` are the sentences in the order situation, task, action, result, learning."""

    name: str
    kind: InterviewType
    competency: str
    question: str
    grade: int
    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(part for part in self.parts if part)


BEHAVIORAL = InterviewType.BEHAVIORAL
HR = InterviewType.HR_SCREEN
TECHNICAL = InterviewType.TECHNICAL_VERBAL

STRONG = (
    Sample(
        "depot handover",
        BEHAVIORAL,
        "conflict",
        "Tell me about a time you disagreed with a colleague. How did it end?",
        9,
        (
            "Last year I was leading the planning group at a parcel depot, and our routing lead wanted to keep the "
            "manual override on the evening trucks.",
            "My job was to bring late deliveries down before the holiday season, and the override cost us about nine "
            "hours a week.",
            "I asked him to sit with me for one afternoon and I put both versions side by side. I listened to his "
            "concern that drivers know the streets better, so I proposed a compromise: we would run both for a month "
            "and let the numbers decide. I wrote down the rules for the comparison and sent them to him first.",
            "In the end late deliveries on that lane went from eleven percent to four percent, and he removed the "
            "override himself in week five.",
            "I learned that people give up an opinion more easily when they help to design the test.",
        ),
    ),
    Sample(
        "night shift rota",
        BEHAVIORAL,
        "initiative",
        "Describe something you improved without being asked.",
        9,
        (
            "When I was working as a nurse on a surgical ward, the night rota was kept on paper and was wrong twice a "
            "week.",
            "Nobody owned the problem, and I wanted to stop the phone calls at six in the morning.",
            "I noticed that most errors came from swaps that were never written down. I built a simple shared sheet "
            "in my break, asked two colleagues to try it for a week, and then showed the ward manager what had "
            "changed. I trained every team in ten minutes and wrote a one page guide.",
            "As a result the wrong entries dropped from eight a month to one, and two other wards use the sheet today.",
            "Looking back I would ask the manager earlier, because she could have saved me the first week.",
        ),
    ),
    Sample(
        "late release",
        BEHAVIORAL,
        "failure",
        "Tell me about a mistake you made and what you did next.",
        9,
        (
            "At my previous company I was responsible for the billing release of a small accounting product.",
            "We had to ship before the end of the quarter, and I was asked to sign off the migration.",
            "I missed that one customer had invoices in two currencies, and the first run booked them wrong. I "
            "called the customer within the hour, told them it was my mistake, and stopped the job. Then I wrote a "
            "script that found every wrong row, checked the sums with their accountant and corrected them the same "
            "night.",
            "In the end all four hundred invoices were right by the next morning, and the customer renewed for two "
            "years.",
            "Since then I always run a migration on a copy first, and I ask somebody else to look for the odd case.",
        ),
    ),
    Sample(
        "two managers",
        BEHAVIORAL,
        "pressure",
        "Tell me about a time you had two deadlines at once. What did you do?",
        8,
        (
            "In my last job I worked for two managers, and in March both wanted a report by the same Friday.",
            "I had to decide which one could wait without anybody being hurt.",
            "I listed what each report was for, and I called both managers the same hour instead of hoping. I "
            "explained that the safety report had a legal deadline and I offered the sales summary in a short form "
            "first. I blocked two mornings, turned off my mail and wrote the safety report step by step.",
            "As a result the safety report went out on time, and the short summary turned out to be enough: they "
            "still use the one page form today.",
            "I learned to ask what a deadline is for before I fight it.",
        ),
    ),
    Sample(
        "angry guest",
        BEHAVIORAL,
        "customer",
        "Tell me about a difficult customer and how you handled it.",
        9,
        (
            "Two summers ago I was working at the front desk of a hotel with ninety rooms, and a guest arrived at "
            "midnight to find that his room was taken.",
            "My task was to calm him down and to find a bed, although every hotel in town was full.",
            "I said sorry once, and I did not blame the booking site. I offered him the lobby office to sit in, I "
            "called five hotels and I moved a staff member out of our own spare room. I carried his bags up myself "
            "and wrote down what had gone wrong in the booking.",
            "In the end he slept in our house by half past twelve, and he left a review with five stars and booked "
            "again in the autumn.",
            "I learned that an angry customer first of all needs somebody who stays with the complaint.",
        ),
    ),
    Sample(
        "slow page",
        TECHNICAL,
        "debugging",
        "A page became slow after yesterday's release. Talk me through your first fifteen minutes.",
        9,
        (
            "First I would ask how many users see it and whether I can roll back, because that depends on what the "
            "release changed.",
            "The goal is to stop the damage before I find the cause.",
            "Then I would look at the dashboard for request latency and error rate, compare them with the hour before "
            "the release, and read the slow query log. I would open one trace of a slow request and see whether the "
            "time goes into the database, a network call or our own code. If a new query has no index, I would "
            "reproduce it on a copy with the same data.",
            "Rolling back is faster, but the trade-off is that we lose the other fixes in the release, so I would "
            "switch off only the new feature if there is a flag.",
            "After that I would check that the latency is back to normal, write a test that measures the query, and "
            "set an alert at twice the usual time.",
        ),
    ),
    Sample(
        "cache design",
        TECHNICAL,
        "design",
        "How would you design a service that shortens links?",
        9,
        (
            "Let me assume one hundred million links and far more reads than writes, and I would ask whether links "
            "may expire.",
            "The goal is a short key that never collides and a fast redirect.",
            "I would keep one table with the key, the address and the owner, and I would make the key from a counter "
            "in base 62 so that it stays at seven characters. Reads go through a cache in front of the database, and "
            "writes go to one service that hands out ranges of the counter to each server. Then I would add a queue "
            "for the click statistics, so that a redirect never waits for a write.",
            "A hash instead of a counter is simpler to scale, but it costs you a check for collisions, and a counter "
            "can be guessed, which is a downside for private links.",
            "To know that it works I would load test the redirect, watch the hit rate of the cache and set an alert "
            "when the latency goes above fifty milliseconds.",
        ),
    ),
    Sample(
        "why here",
        HR,
        "motivation",
        "What interests you in this role?",
        8,
        (
            "I enjoy work where a customer can feel the difference in the same week, and that is what draws me to "
            "this role.",
            "The reason is that I have seen both sides: I care about the product, because I used to answer the phone "
            "when it failed.",
            "For example, last year I rebuilt the return process at a shoe company together with the warehouse team, "
            "and I cut the time for a refund from nine days to three.",
            "Your team is growing its service for small shops, so I could bring the same way of working to this job, "
            "and I want to learn how you measure it.",
            "",
        ),
    ),
    Sample(
        "weak side",
        HR,
        "strengths",
        "What is something you are still working on?",
        8,
        (
            "I am slow to delegate, and I have known that for some years.",
            "I like to see a thing finished well, because I was praised for details early on, and that means I hold "
            "on to tasks too long.",
            "Last spring my manager gave me the feedback that two juniors in my team had nothing to do. So I split "
            "the project into eight parts, gave six of them away and kept a weekly half hour for each person to "
            "practise and ask.",
            "In this role I would lead four people, so I would start with that half hour from the first week.",
            "I learned that a good handover takes twenty minutes, and that I save the time by Thursday.",
        ),
    ),
)

MIDDLING = (
    Sample(
        "shop argument",
        BEHAVIORAL,
        "conflict",
        "Tell me about a time you disagreed with a colleague. How did it end?",
        5,
        (
            "At my last job in a shop there was a colleague who wanted to change the window every week and I "
            "disagreed with her.",
            "",
            "I talked to her about it and I told her that it takes too much time. We had a meeting with the manager "
            "and I explained my opinion, and she explained hers. I tried to listen to her and we talked about it for "
            "a while, and then I helped her with the next window because there was a lot to do that month.",
            "",
            "",
        ),
    ),
    Sample(
        "course project",
        BEHAVIORAL,
        "failure",
        "Tell me about a mistake you made and what you did next.",
        6,
        (
            "When I was at college I was in a group project with four people about a small weather station.",
            "I was responsible for the sensor, and we had three weeks.",
            "I ordered the wrong part and I noticed it very late. I told the group and I drove to a shop in the next "
            "town to buy another one. Then I soldered it the same evening and I wrote the program again.",
            "In the end it worked and we finished the project.",
            "",
        ),
    ),
    Sample(
        "slow page, no plan",
        TECHNICAL,
        "debugging",
        "A page became slow after yesterday's release. Talk me through your first fifteen minutes.",
        5,
        (
            "I would look at the logs and see if there is an error, and then I would look at the code that was "
            "changed in the release. Usually it is the database, so I would open the query and see what it does. "
            "Then I would fix it and release it again and tell the team about it.",
        ),
    ),
    Sample(
        "likes the company",
        HR,
        "motivation",
        "What interests you in this role?",
        5,
        (
            "I want a new challenge because I have been at my company for four years, and I think your company is "
            "very interesting. I like the product and I like to work with people, and I heard good things about the "
            "team from a friend. I hope to learn a lot and to grow with the tasks that you have.",
        ),
    ),
    Sample(
        "busy week",
        BEHAVIORAL,
        "pressure",
        "Tell me about a time you had two deadlines at once. What did you do?",
        5,
        (
            "There was a week at my first job when two customers wanted their order on the same day, and it was very "
            "stressful for everybody in the team.",
            "",
            "I worked late on both days and I asked a colleague to help me with the packing. I called one of the "
            "customers and I told her that the order would be late. I was tired but I kept calm and worked on.",
            "",
            "",
        ),
    ),
)

WEAK = (
    Sample(
        "no case",
        BEHAVIORAL,
        "conflict",
        "Tell me about a time you disagreed with a colleague. How did it end?",
        3,
        (
            "I usually get along with everybody. It is important to be friendly at work, and people should just talk "
            "to each other. In general I think communication is the key and everyone should be open.",
        ),
    ),
    Sample(
        "does not know",
        BEHAVIORAL,
        "failure",
        "Tell me about a mistake you made and what you did next.",
        1,
        ("I don't know, nothing comes to mind right now.",),
    ),
    Sample(
        "hedged",
        BEHAVIORAL,
        "customer",
        "Tell me about a difficult customer and how you handled it.",
        3,
        (
            "Um, I guess there was maybe somebody who was, like, kind of angry, and I think we probably, uh, gave "
            "him something, I'm not sure. It was, you know, sort of okay, I guess, and hopefully he came back.",
        ),
    ),
    Sample(
        "one word design",
        TECHNICAL,
        "design",
        "How would you design a service that shortens links?",
        3,
        ("I would use a database and some cloud thing, and it should be fast and secure and modern.",),
    ),
    Sample(
        "needs a job",
        HR,
        "motivation",
        "What interests you in this role?",
        2,
        ("I need a job and it is close to my house, so that would be nice for me.",),
    ),
)

ALL = STRONG + MIDDLING + WEAK
