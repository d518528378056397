"""Effort that is counted as if it were a result (AUD-3), and why each kind is doubted.

A KPI is effort where a thing that people do stands beside a word that it was done, or is counted.
"""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.text.phrase import (
    DRESS,
    PROPORTION,
    QUALIFIED,
    TIMES,
    Guess,
    Words,
    as_written,
    has_any,
    phrases,
    places,
    table,
    unpaced,
    word_set,
    words,
)

EFFORT = table(
    {
        say("attending is not learning, so say what people do better"):
            "training,training session,training course,training workshop,course,class,lesson,workshop,seminar,webinar,"
            "program,programme,training program,training programme,training class,lecture,briefing,employee,staff,people,"
            "participant,new hire,manager,training hour,hour of training,training day,certificate",
        say("more contact is not more custom, so say what came of it"):
            "customer contact,client contact,citizen contact,resident contact,contact,customer interaction,"
            "client interaction,call,sale call,cold call,phone call,visit,customer visit,demo,demonstration,email,letter,"
            "mailing,newsletter,brochure,flyer,leaflet,press release,news release,media release,ads,advert,tweet,"
            "stakeholder engagement,engagement,consultation,partnership,offer,quote,proposal,interview,survey,appointment,"
            "site visit,field visit,home visit,focus group,roundtable,trade show,conference,fair,exhibition,question,"
            "enquiry,inquiry,request,ticket",
        say("doing it is not gaining by it, so say what it saved or improved"):
            "process improvement,improvement,initiative,project,measure,action,campaign,audit,inspection,investigation,"
            "test,review,check,meeting,feature,release,experiment,idea,suggestion,task,work order,application,form,"
            "grant application,milestone,improvement project,toolbox talk,town hall,kaizen event,extension activity,"
            "outreach activity,marketing activity,training activity,awareness activity,promotional activity,recommendation,"
            "patrol,guideline,dashboard",
        say("more pages are not more readers helped, so say who used them"):
            "report,code review,story point,pull request,commit,code commit,article,blog post,social media post,post,"
            "document,presentation,page,video,production video,publication,story,website story",
    }
)  # fmt: skip

DONE = word_set(
    """
    completed made held conducted performed carried done implemented launched executed sent attended delivered trained
    onboarded published written produced issued submitted run given organised organized started finished shipped
    released placed taken logged posted created scheduled handled answered dialled attempted developed
    distributed built signed merged reviewed updated drafted prepared designed hosted offered booked processed closed touched
    """
)
"""Participles that say that an effort took place, and nothing of what came of it."""

HOLLOW = word_set("conducted organised organized convened")
"""Participles that say so whatever the thing was."""

ALWAYS = table(
    {
        "hours measure what was spent, so say what they brought":
            "training hour,hour of training,hour worked,training day,hour logged,hour spent,volunteer hour",
        "volume grows with effort alone, so say what came of it":
            "call volume,contact volume,activity level,outbound call,cold call,sale activity,sale team activity,"
            "release activity,outreach activity,volume of pull request,frequency of commit,frequency of code commit",
        "more code is not a better product, so say what it does for its users": "line of code,line of code written",
        "holding it is not gaining by it, so say what guests did next":
            "event held,event organised,event organized,event run,event hosted,event attended",
        "attending is not learning, so say what people do better":
            "completing training,completed training,completing the training,completed the training,completing a course,"
            "completed a course,completed the course,attending training,attended training,attended the training",
    }
)  # fmt: skip

OFTEN = phrases(
    "inspection,investigation,audit,training,training session,training course,training program,training programme,"
    "training class,workshop,toolbox talk,meeting,interview,presentation,demonstration,survey,lecture,briefing,patrol,"
    "press release,news release,media release,newsletter,blog post,social media post,website story,production video,"
    "code review,commit,site visit,field visit,home visit,focus group,roundtable,trade show,customer contact,client contact,"
    "citizen contact,resident contact,customer interaction,client interaction,extension activity,outreach activity,"
    "marketing activity,training activity,awareness activity,promotional activity"
)
"""What is effort wherever it is counted, whatever word stands before it."""

COUNTED = word_set("number # no count amount volume total hour")
RESULT = (
    PROPORTION
    | QUALIFIED
    | word_set(
        """
        successful succeeded before resulting passed failed missed overdue late open outstanding repeat unplanned escalated
        abandoned cancelled lost first budget available clean satisfactory compliant
        """
    )
)

PEOPLE = phrases("employee,staff,people,participant,new hire,manager")
"""Counted alone these are a head count; only with a participle are they effort."""

ASKED = phrases("question,enquiry,inquiry,request,ticket,application,form")
"""Counted alone these are demand; only once they are worked off are they effort."""

GIVEN = phrases("recommendation,suggestion,idea")
"""Customers give them too, so a count of them alone is no effort."""

WORKED_OFF = word_set("answered handled processed completed closed touched")

HEADS = TIMES | word_set("employee person head rep seller agent inspector contributor developer engineer officer member")
"""What a count of effort may be spread over and stay a count of effort."""

AVERAGE = word_set("average mean")
LIMIT = TIMES | word_set("minute second business working")


def effort(name: str) -> Guess | None:
    """Guess whether a KPI's name counts effort.

    >>> effort("Customer contacts made").words
    '“Customer contacts made”'
    >>> effort("Complaints resolved within 24 h") is None
    True
    """
    whole = words(name)
    said = unpaced(whole, HEADS)
    spread = len(said) < len(whole) or has_any(said[1:2], word_set("daily weekly monthly"))
    if has_any(said[1:] if spread and said[0] in AVERAGE else said, RESULT) or is_on_time(said):
        return None
    for start, end in places(said, ALWAYS):
        return Guess(as_written(name, start, end), ALWAYS[said[start:end]])
    for start, end in places(said, EFFORT):
        if said[end : end + 1] and said[end] in (WORKED_OFF if said[start:end] in ASKED else DONE):
            return Guess(as_written(name, start, end + 1), EFFORT[said[start:end]])
        if _is_counted(said, start, end) or _is_listed(name, said, start, end):
            return Guess(as_written(name, 0, end), EFFORT[said[start:end]])
    return _hollow(name, said)


def _is_counted(said: Words, start: int, end: int) -> bool:
    """Tell whether a name is no more than a count of an effort."""
    before, thing = said[:start], said[start:end]
    dressed = DRESS.issuperset(word for word in before if word not in AVERAGE)
    return (
        end == len(said)
        and has_any(before, COUNTED | AVERAGE)
        and thing not in PEOPLE | ASKED | GIVEN
        and (dressed or thing in OFTEN)
    )


def _is_listed(name: str, said: Words, start: int, end: int) -> bool:
    """Tell whether a name is the plural of an effort and no more: “Website stories”."""
    return end == len(said) and said[start:end] in OFTEN and name.rstrip(" .)").endswith("s")


def _hollow(name: str, said: Words) -> Guess | None:
    at = next((place for place, word in enumerate(said) if place and word in HOLLOW), 0)
    return Guess(as_written(name, at - 1, at + 1), say("doing it is not gaining by it, so say what came of it")) if at else None


def is_on_time(said: Words) -> bool:
    """Tell whether a text speaks of keeping a promise of time or quantity."""
    soon = any(said[at] == "in" and said[at + 1].isdecimal() and said[at + 2] in LIMIT for at in range(len(said) - 2))
    return soon or any(said[at : at + 2] in {("on", "time"), ("in", "full"), ("on", "schedule")} for at in range(len(said)))
