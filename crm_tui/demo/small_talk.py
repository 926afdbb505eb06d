"""What was said apart from the deals, and what is planned in a few words."""

from __future__ import annotations

from crm_tui.demo.lines import lines

# With customers looked after at a fixed rhythm.
CARE = lines("""
call> 9 All runs well, the weekend staff needs a refresher training
call> 7 Ordered the usual and two bags of {blend} to try
call> 11 Asked for descaling tablets, offered the service contract again
call> 6 Busy season ahead, wants deliveries every two weeks
call> 8 New breakfast manager started, introduced ourselves
call> 10 Happy with the new roast, guests ask where to buy it
""")

# With contacts who are in no deal.
OTHERS = lines("""
email> Season's letter: the new harvest and the dates of the tastings
email< Likes the letter, is not the one who buys
call> 8 Good talk, no need this year, call again in six months
meeting> 30 Lunch at the fair, knows many people in {city}
post> Sent the calendar with the roasting dates
email< Asks to be taken off the phone list, e-mail is fine
web< Signed up for the cupping evening
chat< Do you sell to private people too? Sent the shop link
call> 5 Introduced by a colleague, runs the second site
email> Sent the invitation to the showroom evening
meeting> 60 Came to the cupping evening and stayed to the end
email< Cannot come to the tasting, sends a colleague
call< 6 Asks whether we sponsor the street festival
email> Wrote about the change of our delivery days
note= Knows everybody in the building, a good door opener
call> 7 Asked for a reference, gladly given
visit> 25 Looked at the old machine, parts are hard to get
email< Wishes us a good start into the season
call> 4 Wrong time, back from leave on {weekday} [call back]
email> Thanked for the introduction
chat< Where can one buy the cups?
call> 6 Joins the next talk about the offer
email< Out of office, back in two weeks
meeting> 20 Short hello in {city}, likes coffee black and short
web< Read the story about the roasters
email> Sent the film about the harvest
call< 5 Asked for the name of the technician
email< Wants to bring two friends to the tasting
post> Sent a bag of {blend} for the birthday of the firm
note= Plays in a band with our neighbour, always worth a call
""")

# With those who work with us, by their company's tag.
PARTNERS = {
    "supplier": lines("""
email< Sample of the new lot is on the way, 84 points
call> 14 Fixed the price of the next 30 bags
email< Shipping papers, the container leaves on {weekday}
email< Rain came late, the harvest moves by two weeks
"""),
    "partner": lines("""
email> Booked two technician days for the end of the month
call< 7 Needs the part numbers of the steam valves
call> 9 Thanked for the quick repair last week
meeting> 50 Went through the open repairs and the spare parts
"""),
}

# What comes next, by the kind of the interaction that it leads to.
NEXT_STEPS = {
    "call": (
        "Call {first} back",
        "Call {first} about the open points",
        "Call {first} and ask how it looks",
        "Call {company}",
        "Call {first} once more",
    ),
    "email": (
        "Email {first} what was promised",
        "Email {first} a short summary",
        "Email {first} the figures",
        "Email {first} the papers",
        "Email {first} and answer the questions",
    ),
    "meeting": ("Meeting with {first}", "Meeting at {company}", "Meeting with the team"),
    "visit": ("Visit {company}", "Visit {first}"),
    "chat": ("Write to {first}",),
    "post": ("Pack a parcel for {first}",),
}
