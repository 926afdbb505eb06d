"""What was said about the deals for machines, stage by stage."""

from __future__ import annotations

from crm_tui.demo.lines import lines

# What brought a deal into each stage.
ENTERED = {
    "Lead": lines("""
web< Filled in the form on our site: coffee for about {cups} people a day
email< Asks for a price list | Heard of us from a neighbour in the building.
call< 6 Wants to replace the capsule machine, tired of the waste
meeting> 20 Met {first} at the hospitality fair, tried the {blend} and liked it
email> Introduced ourselves after the fair, with the brochure for {machine}
call> 9 First call: their rental contract runs out in three months
chat< Asked on the website whether we deliver to {city}
email< Wants beans only, they have a machine already
call> 5 Reached {first} between two meetings, sounds open [call back]
meeting> 25 Coffee at our showroom, {first} came with two colleagues
post> Sent a tasting box with {blend} and a handwritten card
web< Downloaded the guide to office coffee, left a phone number
call< 8 Moving to a new office, needs everything new
email< Recommended by a customer of ours, wants to see {machine}
visit> 15 Dropped by with samples on the way through {city}
call> 4 Left a message about the tasting offer [voicemail]
email> Followed up on the business card from the trade evening
"""),
    "Qualified": lines("""
call> 22 About {cups} cups a day, budget is set, {first} decides with one colleague
meeting> 45 Walked through the kitchen: water and power are where we need them
call> 18 They want to start next quarter and pay per month
email< Sent us the floor plan and the number of people per floor
visit> 40 Measured the counter, {machine} fits with 4 cm to spare
call> 15 Two other suppliers asked as well, quality decides, not price alone
meeting> 30 Tasting with the team: {blend} won by far
call< 12 Has the go-ahead to collect offers, wants ours first
email< Confirmed: {kg} kg of beans a month, oat milk, no capsules
call> 20 Went through the checklist, only the water hardness is open
visit> 35 Tested the water: 18 °dH, needs a filter
meeting> 50 Met {first} and the facility team, all questions answered
call> 16 Budget is there, the works council has to agree
"""),
    "Proposal": lines("""
email> Sent the offer: {machine}, grinder, and {kg} kg of {blend} a month
email> Offer with two variants, purchase and rental
meeting> 35 Presented the offer, {first} likes the rental variant
email> Offer with service contract, valid for 30 days
visit> 45 Brought the offer and set up {machine} for a trial week
email> Sent the offer with the tasting notes attached
call> 14 Walked {first} through the offer line by line
email> Revised offer without the milk fridge
meeting> 40 Showed the offer and the cost per cup over three years
email> Offer sent, training for two people included
"""),
    "Negotiation": lines("""
call< 15 Wants 8 % off or a second grinder for free
email< Purchasing asks for 60 days to pay, we offer 30
meeting> 40 Agreed on the price, the contract term is open: 24 or 36 months
call> 18 {first} has the approval, legal reads the contract
email< Comments on the contract: notice period and liability
call< 11 Asks us to match a cheaper offer, we keep the price and add training
meeting> 55 Went through the contract with {first} and purchasing
email> Sent the final contract with both changes
call> 12 Only the delivery date is left to agree
"""),
    "Won": lines("""
email< Signed contract came back today | First delivery in three weeks, please.
call< 7 Said yes! Paperwork follows by mail [won]
meeting> 30 Signed at their office, toasted with a {blend}
email< Order confirmed with purchase order number
call> 9 {first} gave the go-ahead, installation in two weeks [won]
email< Signed online, asks for the training dates
visit> 40 Signed the contract next to the trial machine, it just stays there
"""),
    "Lost": lines("""
email< Sorry, a no this time: {reason}
call< 6 {first} broke it gently: {reason}
call> 9 Asked for the decision: {reason}
meeting> 30 It will not be us: {reason}
email> Thanked for the open word, our door stays open | Reason: {reason}.
"""),
}

# What a customer begins another deal with.
AGAIN = lines("""
call< 8 The first one is never idle, thinks of another
email< We have plans again, when can you come?
visit> 30 At the service visit: they run short of coffee after ten
call> 12 Asked what comes next, there is an idea
chat< Quick question: what would more of it cost us?
meeting> 30 Year's talk: content, and growing
email< Our board liked what we did here, can we talk about the next step?
call< 6 Asks for a price before their budget round
""")

# What else was said while a deal stood in a stage; under "Won", after the sale.
DURING = {
    "Lead": lines("""
call> 3 Nobody there, try again on {weekday} [no answer]
email> Asked when the machine rental ends
call> 8 {first} was in a hurry, likes to talk on {weekday}
email< Thanks for the samples, the team argues over the favourite
chat< Asked whether decaf is possible too
email> Sent three references from {city} and around
call> 6 Talked to the front desk, {first} is back on {weekday}
note= Looks like a good fit: many visitors, an espresso bar would be seen
post> Sent a second tasting box, this time with decaf
web< Read the page about rental twice this week
"""),
    "Qualified": lines("""
email> Asked for the water report and the delivery address
call> 11 Clarified who signs: {first} up to 10,000, above that the board
email< Sent photos of the counter and the sockets
call< 7 Can we install before the staff party?
visit> 30 Tasting for eight people, tea drinkers included
note= Competitor offers a cheaper machine, but with a five-year term
email> Sent the data sheet of {machine} to the facility team
chat< Wants to know how loud the grinder is
call> 13 Counted again: closer to {cups} cups on busy days
meeting> 30 Video call with the electrician, 16 A is enough
email< Asks for organic and fair trade papers, sent
call> 4 Only the voicemail, asked for a call on {weekday} [voicemail]
"""),
    "Proposal": lines("""
call> 5 Offer arrived, {first} reads it this week
email< Two questions on the offer: milk system and cleaning time
email> Answered: cleaning takes 10 minutes a day, we train the team
call< 9 Please quote the smaller grinder too
email> Sent the smaller variant as an option
note= {first} compares us with a vending company, our plus: service within a day
call> 8 The offer is on the agenda of the board on {weekday}
email< The board moved it to the next meeting, no objections
visit> 20 Looked after the trial machine, 64 cups on the first day
call> 3 Tried to reach {first} about the offer [no answer]
chat< Is the price with or without VAT?
email> Gentle reminder that the offer ends at the end of the month
call> 10 They like the trial week, the team does not want it to end
"""),
    "Negotiation": lines("""
email> Suggested 5 % with a 36-month term
call< 6 Legal needs another week
email< Contract is with the managing director
call> 9 Agreed on 45 days to pay
note= Do not go below 5 %, rather offer the barista training
email> Sent the data processing annex they asked for
call> 7 {first} is confident, signature expected by {weekday}
email< Wants the installation on a Saturday, fine with us
chat< Which colours are there for the side panels?
"""),
    "Won": lines("""
meeting> 90 Barista training for four people, good hands
call> 8 All happy with it, set the grinder a bit finer
email< Invoice paid, asks for decaf in the next delivery
email> Sent the delivery plan: {kg} kg every four weeks
call< 5 Steam wand drips, technician comes on {weekday}
visit> 45 First service: new seals, water filter changed
email< Photo of the queue at the machine | We may need a second one!
call> 12 Asked how it runs: more guests than expected, order goes up to {kg} kg
post> Sent a thank-you card and a bag of the seasonal roast
email> Announced the new {blend} harvest
call< 6 Ordered cups and two more milk jugs
chat< Asks how to descale, sent the short video
email< Would recommend us, gave us a name in {city}
"""),
}

# The first word after the sale.
DELIVERED = lines("""
visit> 120 Installed {machine}, first cappuccinos for everyone
visit> 90 Set up {machine}, the milk fridge comes later
visit> 150 Installed everything on a quiet morning, ready by noon
""")
