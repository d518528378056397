"""Silence is tested as much as speech: a word list is judged by its false alarms (AUD-2, AUD-3, STR-3)."""

from __future__ import annotations

import doctest

import pytest

from vitalfew.text import activity, phrase, undertaking, vanity

FLATTERS = [
    "Total website visitors",
    "Website traffic",
    "Total website traffic",
    "Social media followers",
    "Followers",
    "Instagram followers",
    "Number of meetings held",
    "Customer complaints received",
    "Page views",
    "Monthly page views",
    "App downloads",
    "Registered users",
    "Newsletter subscribers",
    "Ad impressions",
    "Organic website traffic",
    "Likes on Facebook",
    "People reached",
    "Press coverage",
    "# of page views",
    "No. of attendees at events",
    "Page views per month",
    "Meetings with customers",
    "Follower growth rate",
    "Page views, unique visitors",
    "Visits to our registration page",
    "Mentions recorded by the agency",
]
SAYS_MORE = [
    "Conversion rate of visitors",
    "Visitors who buy",
    "Share of visitors who order",
    "Complaints resolved within 24 h",
    "Customer complaints per 1,000 orders",
    "Complaint resolution rate",
    "Cost per visitor",
    "Revenue per follower",
    "Followers who bought within 30 days",
    "Paying subscribers",
    "Active subscribers",
    "Subscribers",
    "Repeat visitors",
    "Time on site",
    "Monthly recurring revenue",
    "Registered patents",
    "Reach of the delivery network in Lisbon",
    "Decisions made per meeting",
    "Meeting rooms free",
    "Downloads that lead to a trial",
    "Traffic accidents",
    "Stock turns",
    "Net promoter score",
    "Orders delivered in full and on time",
    "",
    "…",
    "Households reached with clean water",
    "Visits that end in a sale",
    "Page views per active user",
    "Traffic fatalities per 100,000",
    "Patient visits",
    "Video views to the end",
    "Website downtime",
    "Museum visitors",
    "Visitors with a purchase",
    "First impressions",
    "Failed downloads",
    "Visits to the museum",
    "Cart sessions abandoned",
    "Allergic reactions",
    "Downloads and active users",
]
EFFORTS = [
    "Training completed",
    "Trainings completed",
    "Customer contacts made",
    "Sales calls made",
    "Number of calls",
    "Number of sales calls",
    "New hires onboarded",
    "New hires' training completed",
    "Process improvements implemented",
    "Employees trained",
    "Workshops held",
    "Emails sent",
    "Training hours",
    "Call volume",
    "Audits conducted",
    "Blog posts published",
    "Campaigns launched",
    "Projects completed",
    "Total number of visits",
    "Calls handled",
    "Calls answered",
    "# of trainings",
    "No. of trainings",
    "Calls made per day",
    "Hours of training per employee",
    "Toolbox talks held",
    "Guidelines published",
    "Flyers distributed",
    "Pull requests merged",
    "Number of improvement projects",
    "Events held",
    "Number of partnerships signed",
    "Fire inspections",
    "Number of home visits",
    "Average inspections per inspector",
    "Surveys of land conducted",
    "Requests handled",
    "Hours of personnel training",
]
RESULTS = [
    "Performance improvement from training participants",
    "Time to productivity of new hires",
    "Time-to-productivity for new hires",
    "Cost reduction from process improvements",
    "Revenue influenced by customer contacts",
    "Revenue per employee trained",
    "Complaints resolved within 24 h",
    "Calls answered within 20 seconds",
    "Projects completed on time",
    "First-call resolution",
    "Share of employees trained",
    "Number of employees",
    "Number of stores",
    "Number of active customers",
    "Number of defects found in review",
    "Orders shipped",
    "Orders delivered on time",
    "Customer visits that end in an order",
    "Recordable incidents per 200,000 hours worked",
    "Second order within 30 days",
    "Project margin",
    "Meeting the delivery promise",
    "Policies issued",
    "Employee turnover",
    "Trained baristas per shop",
    "",
    "Milestones reached on time",
    "Homes built",
    "Trees planted",
    "Children vaccinated",
    "Adverse events",
    "Number of adverse events logged by patients",
    "Tickets reopened",
    "Proposals won",
    "Audits passed without major finding",
    "Permits issued within 10 days",
    "Calls abandoned",
    "Employee engagement score",
    "Procedures performed",
    "Features shipped that users adopt",
    "Inspection pass rate",
    "Time in meetings",
    "Adverse drug interactions",
    "Close contacts",
    "Suspicious activities",
    "Number of customer recommendations",
    "Hours of downtime",
    "Work orders closed in 7 days",
    "Failed inspections",
    "Number of clean audits",
]
UNDERTAKINGS = [
    "Implement a CRM system",
    "Implement the new ERP by March",
    "Roll out the loyalty app to all shops",
    "Launch a customer portal",
    "Build a data warehouse",
    "Introduce a quality programme",
    "Train 200 employees",
    "Conduct quarterly customer surveys",
    "Implementation of a CRM",
    "ERP rollout",
    "To implement a new scorecard",
    "Set up a customer council",
    "Create a marketing plan",
    "Hire 20 engineers",
    "Finalise the strategic plan",
    "Design and launch a customer portal",
    "Digitise all records",
    "Deliver training to all staff",
    "Hold monthly meetings with suppliers",
    "Obtain ISO 27001 certification",
    "Migration to the cloud",
    "Go live with the new ERP",
    "Support the implementation of the national plan",
    "Continue to implement the strategy",
    "Review all policies annually",
    "Define KPIs for all departments",
    "Carry out a stakeholder mapping",
    "Hiring more officers",
    "Development of a policy on data",
    "Review the role of the board",
    "Achieve ISO 27001 certification",
    "Address flooding through the development of a plan",
]
OUTCOMES = [
    "Increase repeat customer revenue",
    "Open three shops without growing head office",
    "Raise monthly recurring revenue from 310,000 to 450,000 EUR by the end of 2027",
    "Turn first-time buyers into regulars",
    "Build the most trusted brand in the region",
    "Implement a CRM system so that nine in ten customers are known by name",
    "Develop leaders from within",
    "Create a culture in which people stay",
    "Hold gross margin above 40 %",
    "Launch products that customers wait for",
    "Deliver every order on the promised day",
    "Run shops that need no discount",
    "Implementation time below 30 days",
    "Become the first choice of offices",
    "Installed base above 10,000 machines",
    "Lead the market in training quality",
    "Set the standard for freshness",
    "Systems that never keep a customer waiting",
    "",
    "To",
    "Train the next generation of doctors",
    "Prepare students for work",
    "Complete every project on time and on budget",
    "Conduct business with integrity",
    "Review times under two days",
    "Deliver on our promises every time",
    "Hold market share in a shrinking market",
    "Create jobs for 5,000 residents",
    "Establish leadership in premium coffee",
    "Replace every lead pipe in the city",
    "Support families through the first year",
    "Run every project at a margin above 20 %",
    "Develop people faster than competitors do",
    "Conduct our business with integrity",
    "Design the most loved chairs in the market",
    "Assess every patient within four hours",
    "Translate research into cures",
    "Deliver our financial plan",
    "Improve care through the implementation of a new standard",
]


@pytest.mark.parametrize("name", FLATTERS, ids=str)
def test_a_count_that_flatters_is_seen_and_the_reason_teaches(name: str) -> None:
    guess = vanity.vanity(name)
    assert guess
    assert guess.words.strip("“”") in name
    assert " so say " in guess.why


@pytest.mark.parametrize("name", SAYS_MORE, ids=str)
def test_a_number_that_says_more_than_volume_is_left_alone(name: str) -> None:
    assert vanity.vanity(name) is None


@pytest.mark.parametrize("name", EFFORTS, ids=str)
def test_effort_is_seen_and_the_reason_teaches(name: str) -> None:
    guess = activity.effort(name)
    assert guess
    assert guess.words.strip("“”") in name
    assert " so say " in guess.why


@pytest.mark.parametrize("name", RESULTS, ids=str)
def test_a_result_of_effort_is_left_alone(name: str) -> None:
    assert activity.effort(name) is None


@pytest.mark.parametrize("statement", UNDERTAKINGS, ids=str)
def test_an_undertaking_is_seen(statement: str) -> None:
    guess = undertaking.undertaking(statement)
    assert guess
    assert guess.words.strip("“”") in statement


@pytest.mark.parametrize("statement", OUTCOMES, ids=str)
def test_an_outcome_is_left_alone(statement: str) -> None:
    assert undertaking.undertaking(statement) is None


def test_words_are_quoted_as_they_stand() -> None:
    assert phrase.as_written("New hires' on-boarding, done", 1, 4) == "“hires' on-boarding”"


@pytest.mark.parametrize("module", [phrase, vanity, activity, undertaking], ids=["phrase", "vanity", "activity", "undertaking"])
def test_the_examples_of_the_room_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]  # a module, handed over as an object


@pytest.mark.parametrize("module", [phrase, vanity, activity, undertaking], ids=lambda module: str(module.__name__))
def test_the_lists_are_written_as_names_are_read(module: object) -> None:
    """A word that reading would change, such as a plural, could never be found."""
    listed = [
        each for name, value in vars(module).items() if name.isupper() and isinstance(value, frozenset | dict) for each in value
    ]
    texts = {each if isinstance(each, str) else " ".join(each) for each in listed}
    assert {text for text in texts if " ".join(phrase.words(text)) != text} == set()
