"""What was said about the deals for beans, which need no machine."""

from __future__ import annotations

from crm_tui.demo.lines import lines
from crm_tui.demo.talk import ENTERED as FOR_MACHINES

ENTERED = {
    "Lead": lines("""
email< Could you take over our beans? The roaster we have closes
call< 7 Wants fresh beans every two weeks, about {kg} kg
web< Filled in the form on our site: beans for about {cups} cups a day
meeting> 20 Tasted {blend} with {first} at the fair
"""),
    "Qualified": lines("""
call> 14 Went through the needs: {kg} kg a month, delivery before ten
meeting> 30 Cupping with five of them, {blend} and Lindenhof stay in the race
email< Sent the numbers of last year, as asked
call< 9 Budget is there, wants to start next month
call> 12 {first} may sign this without the board
"""),
    "Proposal": lines("""
email> Sent the offer with three sizes
email> Offer with a discount from 12 months on
call> 11 Talked through the offer, all clear but the notice period
email> Sent the offer and the days on which we deliver
meeting> 25 Went through the offer together
"""),
    "Negotiation": lines("""
call< 8 Asks for two months on trial first
email< Wants to pay by quarter instead of by month
call> 10 Agreed on a notice of one month
email< The first year at last year's price, then yes
"""),
    "Won": lines("""
email< Yes, please start next month
call< 5 Said yes, the paper comes by mail [won]
email< Signed, looking forward to it
chat< Deal! Where do I sign?
email< Order confirmed with purchase order number
"""),
    "Lost": FOR_MACHINES["Lost"],
}

DURING = {
    "Lead": lines("""
email> Sent a sample bag of {blend}
call> 4 Nobody there, try again on {weekday} [no answer]
email< Thanks for the samples, we liked the dark one
"""),
    "Qualified": lines("""
email> Asked for the delivery address and the hours
chat< Wants to know how long the beans keep
email< Asks for organic and fair trade papers, sent
call> 5 Only the voicemail, asked for a call on {weekday} [voicemail]
"""),
    "Proposal": lines("""
call> 5 Offer arrived, {first} reads it this week
chat< Is the price with or without VAT?
email> Asked whether all is clear in the offer
"""),
    "Negotiation": lines("""
email> Sent the changed contract
call> 6 {first} is confident, answer on {weekday}
"""),
    "Won": lines("""
call> 6 All goes well, nothing to change
email< Invoice paid, thank you
call< 4 Please add two bags of decaf
post> Sent a card and a bag of {blend} to say thank you
visit> 40 Dropped in, tasted together, set the grinder finer
email< A friend in {city} asked for your number
"""),
}

# The first word after the sale.
DELIVERED = lines("""
email> Sent the plan: {kg} kg every four weeks
visit> 20 Brought the first bags in person
call> 5 First delivery came in time
""")
