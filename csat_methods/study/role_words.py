"""What does an item of each role ask, as a reader of a report reads it?"""

from __future__ import annotations

from csat_methods._messages import Message

ASKED = {
    "expectation": Message("what customers expect"),
    "adequate": Message("what customers would just accept"),
    "perception": Message("what customers got"),
    "disconfirmation": Message("whether it was better or worse than expected"),
    "importance": Message("how much each characteristic matters"),
    "satisfaction": Message("how satisfied customers are with each characteristic"),
    "overall": Message("about overall satisfaction"),
    "loyalty": Message("about loyalty"),
    "recommend": Message("whether customers would recommend"),
    "effort": Message("how easy it was"),
    "kano_functional": Message("how customers would feel if a feature were there"),
    "kano_dysfunctional": Message("how customers would feel if a feature were missing"),
    "open": Message("for an answer in the customer's own words"),
    "attention": Message("whether people read the questions"),
    "marker": Message("about something that has nothing to do with satisfaction"),
    "filter": Message("whom the other questions concern"),
    "background": Message("who the customer is"),
}
"""What an item of each role asks, as a reader of a report reads it."""
