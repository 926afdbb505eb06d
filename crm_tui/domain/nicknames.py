"""Short forms of first names: those of a line are one name to whoever looks for duplicates."""

from __future__ import annotations

_SAME = """
abigail abby gail
albert al bert
alexander alex alec sandy xander sasha
alexandra alex sandra lexi sasha
alfred fred alf
amanda mandy
andreas andrew andy andi drew
anthony tony anton
antonia toni
barbara barb babs
benjamin ben benny
bernhard bernard bernie bernd
beverly bev
caroline carrie carol
catherine katherine kathryn katharina kate katie kathy cathy kat katja
charles charlie chuck karl
christina christine tina chris chrissie
christopher christoph chris kit
cynthia cindy
daniel dan danny
david dave davy
deborah debra debbie deb
dennis denny
dominic dominik nick
donald don donnie
dorothy dot dottie
douglas doug
edward ed eddie ted ned
eleanor ellie nell nora
elizabeth elisabeth liz lizzie beth betty eliza lisa libby
emily em emmy
emma em
eugene gene
ferdinand ferdi
florian flo
frances fran francie
francis frank fran
franklin frank
frederick frederic friedrich fred freddie fritz
gabriel gabe
geoffrey jeffrey geoff jeff
gerald gerry jerry
gregory greg
guenter gunter gunther
harold hal harry
henry henrik heinrich harry hank
herbert herb bert
isabella isabel isobel bella izzy
jackson jack
jacob jakob jake
jacqueline jackie
james jim jimmy jamie
janet jan
jennifer jen jenny
jessica jess jessie
joachim jochen achim
johannes john johann hans jon jack
jonathan jon
joseph josef joe joey jo
josephine jo josie
joshua josh
judith judy
julia jule julie
julian jules
kenneth ken kenny
kimberly kim
lawrence laurence larry
leonard leonhard leo len
leopold leo poldi
louis lewis lou
louise lou
lucas lukas luke
magdalena lena magda
margaret margarete maggie meg peggy marge gretchen
maria marie mary mia
martin marty
matthew matthias matt matty
maximilian max
maxwell max
melissa mel missy
michael mike mick mikey micha
michaela michelle micky
mitchell mitch
mohammed muhammad mohamed mohammad
natalie nat
nathaniel nathan nate nat
nicholas nikolaus nicolas nick nicky klaus
nicole nicki nikki
olivia liv livvy
oliver ollie
pamela pam
patricia pat patty trish tricia
patrick pat paddy
peter pete
philip phillip phil
rachel rach
raymond ray
rebecca becky becca
regina gina
richard rick ricky rich dick
robert rob robbie bob bobby bert
roderick rod
roger rodger
ronald ron ronnie
rosemary rose rosie
rudolf rudolph rudi
russell russ
samantha sam sammie
samuel sam sammy
sebastian seb basti bastian
sophie sophia sofia
stanley stan
stephanie steffi steph stefanie
stephen steven stefan steve
susan susanne suzanne sue susie
teresa theresa terry tess
theodore theodor theo ted teddy
thomas tom tommy
timothy tim timmy
ursula uschi
veronica vroni ronnie
victor vic
victoria vicky tori
vincent vince vinny
virginia ginny
walter walt wally
wilhelm william will bill billy willy liam
wolfgang wolf
zachary zach zack
"""
_NAMES: dict[str, frozenset[int]] = {}
for _number, _line in enumerate(_SAME.split("\n")):
    for _name in _line.split():
        _NAMES[_name] = _NAMES.get(_name, frozenset()) | {_number}


def same_name(first: str, second: str) -> bool:
    """Are two folded first names forms of one name? `bob` and `robert`, `kate` and `katja`."""
    return not _NAMES.get(first, frozenset()).isdisjoint(_NAMES.get(second, frozenset()))


def roots(name: str) -> frozenset[int]:
    """The numbers of the names that a folded first name is a form of."""
    return _NAMES.get(name, frozenset())
