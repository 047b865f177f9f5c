"""The API's rows of the matrix: every address below /api/ by every method. Letters and columns are those of `matrix.py`.

A record's history and its withdrawal are for those who have them on a page: these rows are read there, and stand nowhere twice.
"""

AS_ON_A_PAGE = {"GET api:history": "GET cases:history", "POST api:withdrawal": "POST cases:withdraw"}

WITHOUT_A_CASE = """
                                visitor cmm police pros reads admin other over left
GET    api:schema               l       s   s      s    s     s     s     s    l
GET    api:me                   l       s   s      s    s     s     s     s    l
GET    api:agencies             l       s   s      s    s     .     .     s    l
GET    api:colleagues           l       s   s      s    s     .     .     s    l
GET    api:codes need           l       s   s      s    s     .     .     s    l
GET    api:notices              l       s   s      s    s     .     .     s    l
GET    api:cases                l       s   s      s    s     .     .     s    l
GET    api:indicators           l       s   s      s    s     .     .     s    l
GET    api:worklist             l       s   s      s    s     .     .     s    l
POST   api:referrals            l       d   d      .    .     .     .     .    l
"""

DRAFT = """
                                refer refer/r
GET    api:case                 s     s
GET    api:records              s     s
GET    api:timeline             s     s
GET    api:log                  .     .
POST   api:recusal              d     d
GET    api:name                 .     .
PUT    api:name                 .     .
POST   api:release              d     .
GET    api:residence            .     .
POST   api:residence            .     .
POST   api:competence           .     .
POST   api:profile              .     .
POST   api:interviews           .     .
GET    api:interview            .     .
PATCH  api:interview            .     .
GET    api:own_assessment       .     .
PUT    api:own_assessment       .     .
POST   api:recommendation       .     .
GET    api:decision             s     s
POST   api:decision             .     .
GET    api:candidates           .     .
GET    api:period               .     .
POST   api:period_grant         .     .
POST   api:period_move          .     .
POST   api:period_extend        .     .
POST   api:period_refuse        .     .
POST   api:period_stop          .     .
POST   api:period_resume        .     .
POST   api:period_applications  .     .
GET    api:period_what_if       .     .
GET    api:referral             s     s
PATCH  api:referral             d     .
DELETE api:referral             d     .
POST   api:send                 d     .
POST   api:withdraw             n     .
POST   api:ask                  .     .
POST   api:reply                n     .
POST   api:pass_on              .     .
POST   api:decline              .     .
POST   api:accept               .     .
POST   api:answer               .     .
GET    api:people               .     .
PUT    api:people               .     .
"""

SENT = """
                                refer refer/r addr addr/r over
GET    api:case                 s     s       s    s      s
GET    api:records              s     s       s    s      s
GET    api:timeline             s     s       s    s      s
GET    api:log                  .     .       .    .      s
POST   api:recusal              d     d       d    d      d
GET    api:name                 .     .       .    .      .
PUT    api:name                 .     .       .    .      .
POST   api:release              d     .       .    .      .
GET    api:residence            .     .       .    .      .
POST   api:residence            .     .       .    .      .
POST   api:competence           .     .       .    .      .
POST   api:profile              .     .       .    .      .
POST   api:interviews           .     .       .    .      .
GET    api:interview            .     .       .    .      .
PATCH  api:interview            .     .       .    .      .
GET    api:own_assessment       .     .       .    .      .
PUT    api:own_assessment       .     .       .    .      .
POST   api:recommendation       .     .       .    .      .
GET    api:decision             s     s       .    .      .
POST   api:decision             .     .       .    .      .
GET    api:candidates           .     .       .    .      .
GET    api:period               .     .       .    .      .
POST   api:period_grant         .     .       .    .      .
POST   api:period_move          .     .       .    .      .
POST   api:period_extend        .     .       .    .      .
POST   api:period_refuse        .     .       .    .      .
POST   api:period_stop          .     .       .    .      .
POST   api:period_resume        .     .       .    .      .
POST   api:period_applications  .     .       .    .      .
GET    api:period_what_if       .     .       .    .      .
GET    api:referral             s     s       s    s      .
PATCH  api:referral             n     .       .    .      .
DELETE api:referral             n     .       .    .      .
POST   api:send                 n     .       .    .      .
POST   api:withdraw             d     .       .    .      .
POST   api:ask                  .     .       d    .      .
POST   api:reply                n     .       .    .      .
POST   api:pass_on              .     .       d    .      .
POST   api:decline              .     .       d    .      .
POST   api:accept               .     .       d    .      .
POST   api:answer               .     .       .    .      .
GET    api:people               .     .       .    .      .
PUT    api:people               .     .       .    .      .
"""

ASKED = """
                                refer refer/r addr addr/r over
POST   api:ask                  .     .       n    .      .
POST   api:reply                d     .       .    .      .
"""

ACCEPTED = """
                                coord coord/r comp immig maint refer follow police supp shelter health munic oper pros asked over
GET    api:case                 s     s       s    s     s     s     s      s      s    s       s      s     s    s    s     s
GET    api:records              s     s       s    s     s     s     s      s      s    s       s      s     s    s    s     s
GET    api:timeline             s     s       s    s     s     s     s      s      s    s       s      s     s    s    s     s
GET    api:log                  s     s       .    .     .     .     .      .      .    .       .      .     .    .    .     s
POST   api:recusal              d     d       d    d     d     d     d      d      d    d       d      d     d    d    d     d
GET    api:name                 s     s       s    s     s     .     .      s      s    s       s      s     s    s    .     .
PUT    api:name                 d     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST   api:release              d     .       .    .     .     d     .      .      .    .       .      .     .    .    .     .
GET    api:residence            s     s       s    s     .     .     .      .      .    .       .      s     .    s    .     .
POST   api:residence            d     .       d    d     .     .     .      .      .    .       .      .     .    d    .     .
POST   api:competence           d     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST   api:profile              d     .       d    d     .     .     .      d      .    .       .      .     .    .    .     .
POST   api:interviews           d     .       d    .     .     .     .      .      .    .       .      .     .    .    .     .
GET    api:interview            s     s       s    s     .     .     .      .      .    .       .      .     .    .    .     .
PATCH  api:interview            d     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
GET    api:own_assessment       .     .       .    .     .     .     .      s      s    .       .      .     .    .    .     .
PUT    api:own_assessment       .     .       .    .     .     .     .      d      d    .       .      .     .    .    .     .
POST   api:recommendation       d     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
GET    api:decision             s     s       s    s     .     s     .      s      s    s       .      s     s    s    .     .
POST   api:decision             .     .       d    .     .     .     .      .      .    .       .      .     .    .    .     .
GET    api:candidates           .     .       s    .     .     .     .      .      .    .       .      .     .    .    .     .
GET    api:period               s     s       s    s     s     .     .      s      s    s       .      s     s    s    .     .
POST   api:period_grant         .     .       n    n     .     .     .      .      .    .       .      .     .    .    .     .
POST   api:period_move          .     .       n    n     .     .     .      .      .    .       .      .     .    .    .     .
POST   api:period_extend        .     .       n    n     .     .     .      .      .    .       .      .     .    .    .     .
POST   api:period_refuse        .     .       d    n     .     .     .      .      .    .       .      .     .    .    .     .
POST   api:period_stop          .     .       n    n     .     .     .      .      .    .       .      .     .    .    .     .
POST   api:period_resume        .     .       n    n     .     .     .      .      .    .       .      .     .    .    .     .
POST   api:period_applications  d     .       .    .     .     .     .      d      d    d       .      d     .    .    .     .
GET    api:period_what_if       s     s       s    s     .     .     .      .      s    s       .      s     .    .    .     .
GET    api:referral             s     s       s    s     .     s     .      s      s    .       .      s     .    .    .     .
PATCH  api:referral             .     .       .    .     .     n     .      .      .    .       .      .     .    .    .     .
DELETE api:referral             .     .       .    .     .     n     .      .      .    .       .      .     .    .    .     .
POST   api:send                 .     .       .    .     .     n     .      .      .    .       .      .     .    .    .     .
POST   api:withdraw             .     .       .    .     .     n     .      .      .    .       .      .     .    .    .     .
POST   api:ask                  d     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST   api:reply                .     .       .    .     .     n     .      .      .    .       .      .     .    .    .     .
POST   api:pass_on              n     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST   api:decline              n     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST   api:accept               n     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST   api:answer               d     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
GET    api:people               s     s       .    .     .     .     .      .      .    .       .      .     .    .    .     .
PUT    api:people               d     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
"""

STATES = {"draft": (DRAFT,), "sent": (SENT,), "asked": (SENT, ASKED), "accepted": (ACCEPTED,), "answered": (ACCEPTED,)}

IN_WORDS = {
    "api:schema": "the API's description (OpenAPI)",
    "api:me": "whose access key this is",
    "api:agencies": "the agencies there are",
    "api:colleagues": "who at the own agency can have a case",
    "api:codes": "a coded list of today",
    "api:indicators": "the indicators of today, with their weight",
    "api:notices": "what the own agency was told",
    "api:worklist": "what waits for the own agency",
    "api:cases": "the cases that the own agency is on",
    "api:case": "the envelope: state, capacities, sections",
    "api:records": "every record that the reader has",
    "api:withdrawal": "withdrawing what one wrote on the wrong case",
    "api:timeline": "the whole course, from those records",
    "api:history": "every version of one kind of record",
    "api:log": "who has seen the case",
    "api:recusal": "keeping off the case",
    "api:name": "the name in use",
    "api:release": "writing that the person was released",
    "api:residence": "the residence that holds, and who decides by it; adding what has become of it",
    "api:competence": "handing over who decides",
    "api:profile": "adding sex, age and nationality",
    "api:interviews": "adding a talk",
    "api:interview": "one talk; correcting it",
    "api:own_assessment": "what the own agency has seen and thinks itself",
    "api:recommendation": "recommending to whoever decides",
    "api:decision": "the decisions; deciding",
    "api:candidates": "the indicators that can be decisive",
    "api:period": "where the period stands, and what the reader may do",
    "api:period_grant": "granting a period",
    "api:period_move": "a later first day of it",
    "api:period_extend": "extending it",
    "api:period_refuse": "refusing what was asked for",
    "api:period_stop": "writing that the person declines, or that it ends",
    "api:period_resume": "writing that the person has come back",
    "api:period_applications": "passing on what the person asks for",
    "api:period_what_if": "where the period would stand",
    "api:referrals": "beginning a referral",
    "api:referral": "reading a referral; writing a draft; throwing it away",
    "api:send": "sending",
    "api:withdraw": "taking a referral back",
    "api:ask": "asking the sender",
    "api:reply": "answering the question",
    "api:pass_on": "passing a referral on",
    "api:decline": "declining it",
    "api:accept": "accepting it",
    "api:answer": "answering the sender",
    "api:people": "who is responsible, and the contact person",
}

CHAPTER = (
    "The API, for programs",
    "Every address below `/api/v1/` by every method, for the same columns as above. An access key gets what its account gets; "
    "one that only reads is told so (403) when it writes. History (`api:history`) and withdrawing (`api:withdrawal`) are for "
    "those who have `cases:history` and `cases:withdraw` above. Without a case; a draft; sent; a question asked; accepted and "
    "answered.",
    WITHOUT_A_CASE, DRAFT, SENT, ASKED, ACCEPTED,
)  # fmt: skip
