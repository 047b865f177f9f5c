"""Who gets what: every address by every method, every command, task and mail. What is not listed here fails the build.

`docs/access.md` is made of it: `python -m tests.access.matrix`.
"""

from pathlib import Path

from tests.access import matrix_api

# s sees it | d does it | n is told no, with the rule's sentence, and nothing is changed | > is led to another page
# l logs in first | . is not there: the same answer as for what there never was
# A method that is not listed is refused to everybody (405), or not there.
LETTERS = "sdn>l."

# Pages without a case. Columns: a visitor; a lead at CMM, at a police district, at the prosecution (who cannot refer); one who
# reads only; the administrator of the accounts' agency and of another; data protection; one who has left.
PAGES = """
                                          visitor cmm police pros reads admin other over left
GET  home                                 l       s   s      s    s     >     >     >    l
GET  healthz                              s       s   s      s    s     s     s     s    s
GET  help                                 s       s   s      s    s     s     s     s    s
GET  accessibility                        s       s   s      s    s     s     s     s    s
GET  privacy                              s       s   s      s    s     s     s     s    s
GET  account_login                        s       >   >      >    >     >     >     >    s
POST account_login                        >       >   >      >    >     >     >     >    >
GET  account_logout                       >       s   s      s    s     s     s     s    >
POST account_logout                       >       d   d      d    d     d     d     d    >
GET  account_inactive                     s       s   s      s    s     s     s     s    s
GET  account_reauthenticate               l       s   s      s    s     s     s     s    l
POST account_reauthenticate               l       d   d      d    d     d     d     d    l
GET  account_change_password              l       s   s      s    s     s     s     s    l
POST account_change_password              l       d   d      d    d     d     d     d    l
GET  account_reset_password               s       s   s      s    s     s     s     s    s
POST account_reset_password               d       d   d      d    d     d     d     d    d
GET  account_reset_password_done          s       s   s      s    s     s     s     s    s
GET  account_reset_password_from_key_done s       s   s      s    s     s     s     s    s
GET  account_reset_password_from_key ida  >       >   >      >    >     >     >     >    >
POST account_reset_password_from_key ida  d       d   d      d    d     d     d     d    d
GET  mfa_authenticate                     >       >   >      >    >     >     >     >    >
POST mfa_authenticate                     >       >   >      >    >     >     >     >    >
GET  mfa_reauthenticate                   l       s   s      s    s     s     s     s    l
POST mfa_reauthenticate                   l       n   n      n    n     n     n     n    l
GET  mfa_index                            l       s   s      s    s     s     s     s    l
POST mfa_index                           l       >   >      >    >     >     >     >    l
GET  mfa_activate_totp                    l       >   >      >    >     >     >     >    l
POST mfa_activate_totp                    l       >   >      >    >     >     >     >    l
GET  mfa_deactivate_totp                  l       >   >      >    >     >     >     >    l
POST mfa_deactivate_totp                  l       >   >      >    >     >     >     >    l
GET  mfa_view_recovery_codes              l       .   .      .    .     .     .     .    l
GET  mfa_generate_recovery_codes          l       >   >      >    >     >     >     >    l
POST mfa_generate_recovery_codes          l       >   >      >    >     >     >     >    l
GET  agencies:language en                 >       >   >      >    >     >     >     >    >
GET  agencies:accounts                    l       .   .      .    .     s     s     .    l
POST agencies:accounts                    l       .   .      .    .     d     d     .    l
GET  agencies:account carl                l       .   .      .    .     s     .     .    l
POST agencies:role carl                   l       .   .      .    .     d     .     .    l
POST agencies:deactivate carl             l       .   .      .    .     d     .     .    l
POST agencies:reopen klaus                l       .   .      .    .     d     .     .    l
POST agencies:invite_again ida            l       .   .      .    .     d     .     .    l
POST agencies:withdraw ida                l       .   .      .    .     d     .     .    l
POST agencies:reset_second_factor carl    l       .   .      .    .     d     .     .    l
POST agencies:end_keys carl               l       .   .      .    .     d     .     .    l
POST agencies:end_key cecilie             l       d   .      .    .     .     .     .    l
GET  cases:list                           l       s   s      s    s     .     .     s    l
GET  cases:oversight                      l       .   .      .    .     .     .     s    l
GET  referrals:notices                    l       s   s      s    s     .     .     s    l
GET  referrals:list                       l       s   s      .    s     .     .     .    l
POST referrals:new                        l       d   d      .    .     .     .     .    l
GET  referrals:telephone                  l       s   .      .    .     .     .     .    l
POST referrals:telephone                  l       d   .      .    .     .     .     .    l
POST demo:login                           d       d   d      d    d     d     d     d    d
"""

# Whoever is not on the case, in every state and whatever is asked: a visitor; another agency; one who has left; a colleague who keeps
# off the case; the own agency's administrator.
OFF = """
                       visitor outsider left recused admin
GET  any of a case     l       .        l    .       .
POST any of a case     l       .        l    .       .
"""

# The agency that is referring, and its colleague who reads only.
DRAFT = """
                                          refer refer/r
GET  cases:case                           >     s
GET  cases:timeline                       s     s
GET  cases:log                            .     .
GET  cases:history cases.assignment       s     s
GET  cases:history cases.notice           s     s
GET  cases:history victims.contactperson  s     s
GET  cases:history victims.detention      s     s
GET  cases:history victims.periodapplication .     .
GET  cases:history victims.periodground   .     .
GET  cases:history victims.periodstep     .     .
GET  cases:history victims.name           .     .
GET  cases:history victims.profile        .     .
GET  cases:history victims.residence      .     .
GET  cases:history victims.interview      .     .
GET  cases:history victims.ownassessment  .     .
GET  cases:history victims.recommendation .     .
GET  cases:history victims.result         s     s
GET  cases:history victims.decision       .     .
GET  cases:history victims.decisiveindicators s s
GET  cases:history referrals.preview      s     s
GET  cases:history referrals.referral     s     s
GET  cases:history referrals.feedback     s     s
GET  cases:withdraw referrals.feedback    .     .
POST cases:withdraw referrals.feedback    .     .
GET  cases:withdraw victims.name          .     .
POST cases:withdraw victims.name          .     .
GET  cases:recuse                         s     s
POST cases:recuse                         d     d
GET  victims:name                         .     .
POST victims:name                         .     .
GET  victims:decision                     .     .
POST victims:decision                     .     .
GET  victims:decided                      .     .
GET  victims:period                       .     .
GET  victims:period_ask                   .     .
POST victims:period_ask                   .     .
GET  victims:period_step grant            .     .
POST victims:period_step grant            .     .
GET  victims:period_step extend           .     .
POST victims:period_step extend           .     .
GET  victims:release                      s     .
POST victims:release                      d     .
GET  victims:profile                      .     .
POST victims:profile                      .     .
GET  victims:residence                    .     .
POST victims:residence                    .     .
GET  victims:hand_over                    .     .
POST victims:hand_over                    .     .
GET  victims:talk                         .     .
POST victims:talk                         .     .
GET  victims:edit_talk                    .     .
POST victims:edit_talk                    .     .
GET  victims:recommendation               .     .
POST victims:recommendation               .     .
GET  victims:recommended                  .     .
GET  victims:own_assessment               .     .
POST victims:own_assessment               .     .
GET  referrals:step 1                     s     .
GET  referrals:step 4                     s     .
GET  referrals:step 5                     s     .
POST referrals:step 4                     d     .
POST referrals:autosave 4                 d     .
POST referrals:send                       d     .
GET  referrals:receipt                    >     >
GET  referrals:discard                    s     .
POST referrals:discard                    d     .
GET  referrals:withdraw                   n     .
POST referrals:withdraw                   n     .
GET  referrals:preview                    .     .
POST referrals:preview accept             .     .
POST referrals:preview ask                .     .
POST referrals:preview pass_on            .     .
POST referrals:preview decline            .     .
GET  referrals:say ask                    .     .
POST referrals:say ask                    .     .
GET  referrals:say reply                  .     .
POST referrals:say reply                  n     .
GET  referrals:say answer                 .     .
POST referrals:say answer                 .     .
GET  referrals:people                     .     .
POST referrals:people                     .     .
"""

# Who refers (and who reads only there), who was sent it (and who reads only there), data protection.
SENT = """
                                          refer refer/r addr addr/r over
GET  cases:case                           s     s       >    >      s
GET  cases:timeline                       s     s       s    s      s
GET  cases:log                            .     .       .    .      s
GET  cases:history cases.assignment       s     s       s    s      .
GET  cases:history cases.notice           s     s       s    s      .
GET  cases:history victims.contactperson  s     s       .    .      .
GET  cases:history victims.detention      s     s       s    s      .
GET  cases:history victims.periodapplication .     .       .    .      .
GET  cases:history victims.periodground   .     .       .    .      .
GET  cases:history victims.periodstep     .     .       .    .      .
GET  cases:history victims.name           .     .       .    .      .
GET  cases:history victims.profile        .     .       .    .      .
GET  cases:history victims.residence      .     .       .    .      .
GET  cases:history victims.interview      .     .       .    .      .
GET  cases:history victims.ownassessment  .     .       .    .      .
GET  cases:history victims.recommendation .     .       .    .      .
GET  cases:history victims.result         s     s       .    .      .
GET  cases:history victims.decision       .     .       .    .      .
GET  cases:history victims.decisiveindicators s s       .    .      .
GET  cases:history referrals.preview      s     s       s    s      .
GET  cases:history referrals.referral     s     s       .    .      .
GET  cases:history referrals.feedback     s     s       s    s      .
GET  cases:withdraw referrals.feedback    .     .       .    .      .
POST cases:withdraw referrals.feedback    .     .       .    .      .
GET  cases:withdraw victims.name          .     .       .    .      .
POST cases:withdraw victims.name          .     .       .    .      .
GET  cases:recuse                         s     s       s    s      s
POST cases:recuse                         d     d       d    d      d
GET  victims:name                         .     .       .    .      .
POST victims:name                         .     .       .    .      .
GET  victims:decision                     .     .       .    .      .
POST victims:decision                     .     .       .    .      .
GET  victims:decided                      .     .       .    .      .
GET  victims:period                       .     .       .    .      .
GET  victims:period_ask                   .     .       .    .      .
POST victims:period_ask                   .     .       .    .      .
GET  victims:period_step grant            .     .       .    .      .
POST victims:period_step grant            .     .       .    .      .
GET  victims:period_step extend           .     .       .    .      .
POST victims:period_step extend           .     .       .    .      .
GET  victims:release                      s     .       .    .      .
POST victims:release                      d     .       .    .      .
GET  victims:profile                      .     .       .    .      .
POST victims:profile                      .     .       .    .      .
GET  victims:residence                    .     .       .    .      .
POST victims:residence                    .     .       .    .      .
GET  victims:hand_over                    .     .       .    .      .
POST victims:hand_over                    .     .       .    .      .
GET  victims:talk                         .     .       .    .      .
POST victims:talk                         .     .       .    .      .
GET  victims:edit_talk                    .     .       .    .      .
POST victims:edit_talk                    .     .       .    .      .
GET  victims:recommendation               .     .       .    .      .
POST victims:recommendation               .     .       .    .      .
GET  victims:recommended                  .     .       .    .      .
GET  victims:own_assessment               .     .       .    .      .
POST victims:own_assessment               .     .       .    .      .
GET  referrals:step 1                     >     .       .    .      .
GET  referrals:step 4                     >     .       .    .      .
GET  referrals:step 5                     >     .       .    .      .
POST referrals:step 4                     n     .       .    .      .
POST referrals:autosave 4                 n     .       .    .      .
POST referrals:send                       n     .       .    .      .
GET  referrals:receipt                    s     s       .    .      .
GET  referrals:discard                    n     .       .    .      .
POST referrals:discard                    n     .       .    .      .
GET  referrals:withdraw                   s     .       .    .      .
POST referrals:withdraw                   d     .       .    .      .
GET  referrals:preview                    .     .       s    s      .
POST referrals:preview accept             .     .       d    .      .
POST referrals:preview ask                .     .       d    .      .
POST referrals:preview pass_on            .     .       d    .      .
POST referrals:preview decline            .     .       d    .      .
GET  referrals:say ask                    .     .       s    .      .
POST referrals:say ask                    .     .       d    .      .
GET  referrals:say reply                  .     .       .    .      .
POST referrals:say reply                  n     .       .    .      .
GET  referrals:say answer                 .     .       .    .      .
POST referrals:say answer                 .     .       .    .      .
GET  referrals:people                     .     .       .    .      .
POST referrals:people                     .     .       .    .      .
"""

# The same, after the addressee has asked the sender for more.
ASKED = """
                                          refer refer/r addr addr/r over
GET  cases:withdraw referrals.feedback    .     .       s    .      .
POST cases:withdraw referrals.feedback    .     .       d    .      .
POST referrals:preview ask                .     .       n    .      .
GET  referrals:say ask                    .     .       .    .      .
POST referrals:say ask                    .     .       n    .      .
GET  referrals:say reply                  s     .       .    .      .
POST referrals:say reply                  d     .       .    .      .
"""

# Every capacity, alone; and who reads only at the coordinator. In the columns' order of cases/policy.py.
ACCEPTED = """
                                          coord coord/r comp immig maint refer follow police supp shelter health munic oper pros asked over
GET  cases:case                           s     s       s    s     s     s     s      s      s    s       s      s     s    s    s     s
GET  cases:timeline                       s     s       s    s     s     s     s      s      s    s       s      s     s    s    s     s
GET  cases:log                            s     s       .    .     .     .     .      .      .    .       .      .     .    .    .     s
GET  cases:history cases.assignment       s     s       s    s     s     s     s      s      s    s       s      s     s    s    s     .
GET  cases:history cases.notice           s     s       s    s     s     s     s      s      s    s       s      s     s    s    s     .
GET  cases:history victims.contactperson  s     s       s    s     s     s     s      s      s    s       s      s     s    s    .     .
GET  cases:history victims.detention      s     s       s    s     .     s     .      s      .    .       .      s     .    s    .     .
GET  cases:history victims.periodapplication s     s       s    s     .     .     .      s      s    s       .      s     s    .    .     .
GET  cases:history victims.periodground   s     s       s    s     .     .     .      .      .    .       .      s     .    s    .     .
GET  cases:history victims.periodstep     s     s       s    s     s     .     .      s      s    s       .      s     s    s    .     .
GET  cases:history victims.name           s     s       s    s     s     .     .      s      s    s       s      s     s    s    .     .
GET  cases:history victims.profile        s     s       s    s     s     .     .      s      s    s       s      s     s    s    .     .
GET  cases:history victims.residence      s     s       s    s     .     .     .      .      .    .       .      s     .    s    .     .
GET  cases:history victims.interview      s     s       s    s     .     .     .      s      s    .       .      .     .    .    .     .
GET  cases:history victims.ownassessment  s     s       s    s     .     .     .      s      s    .       .      .     .    .    .     .
GET  cases:history victims.recommendation s     s       s    s     .     .     .      s      s    .       .      .     .    .    .     .
GET  cases:history victims.result         s     s       s    s     .     s     .      s      s    s       .      s     s    s    .     .
GET  cases:history victims.decision       s     s       s    s     .     .     .      s      .    .       .      s     .    s    .     .
GET  cases:history victims.decisiveindicators s s       s    s     .     s     .      s      s    .       .      s     .    .    .     .
GET  cases:history referrals.preview      s     s       s    s     .     s     .      s      s    s       s      s     .    .    .     .
GET  cases:history referrals.referral     s     s       s    s     .     s     .      s      s    s       s      s     .    .    .     .
GET  cases:history referrals.feedback     s     s       s    s     .     s     .      s      s    s       s      s     s    .    s     .
GET  cases:withdraw referrals.feedback    .     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST cases:withdraw referrals.feedback    .     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
GET  cases:withdraw victims.name          s     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST cases:withdraw victims.name          d     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
GET  cases:recuse                         s     s       s    s     s     s     s      s      s    s       s      s     s    s    s     s
POST cases:recuse                         d     d       d    d     d     d     d      d      d    d       d      d     d    d    d     d
GET  victims:name                         s     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST victims:name                         d     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
GET  victims:decision                     .     .       s    .     .     .     .      .      .    .       .      .     .    .    .     .
POST victims:decision                     .     .       d    .     .     .     .      .      .    .       .      .     .    .    .     .
GET  victims:decided                      .     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
GET  victims:period                       s     s       s    s     s     .     .      s      s    s       .      s     s    s    .     .
GET  victims:period_ask                   s     .       .    .     .     .     .      s      s    s       .      s     .    .    .     .
POST victims:period_ask                   d     .       .    .     .     .     .      d      d    d       .      d     .    .    .     .
GET  victims:period_step grant            .     .       s    .     .     .     .      .      .    .       .      .     .    .    .     .
POST victims:period_step grant            .     .       n    n     .     .     .      .      .    .       .      .     .    .    .     .
GET  victims:period_step extend           .     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST victims:period_step extend           .     .       n    n     .     .     .      .      .    .       .      .     .    .    .     .
GET  victims:release                      s     .       .    .     .     s     .      .      .    .       .      .     .    .    .     .
POST victims:release                      d     .       .    .     .     d     .      .      .    .       .      .     .    .    .     .
GET  victims:profile                      s     .       s    s     .     .     .      s      .    .       .      .     .    .    .     .
POST victims:profile                      d     .       d    d     .     .     .      d      .    .       .      .     .    .    .     .
GET  victims:residence                    s     .       s    s     .     .     .      .      .    .       .      .     .    s    .     .
POST victims:residence                    d     .       d    d     .     .     .      .      .    .       .      .     .    d    .     .
GET  victims:hand_over                    s     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST victims:hand_over                    d     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
GET  victims:talk                         s     .       s    .     .     .     .      .      .    .       .      .     .    .    .     .
POST victims:talk                         d     .       d    .     .     .     .      .      .    .       .      .     .    .    .     .
GET  victims:edit_talk                    s     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST victims:edit_talk                    d     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
GET  victims:recommendation               s     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST victims:recommendation               d     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
GET  victims:recommended                  .     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
GET  victims:own_assessment               .     .       .    .     .     .     .      s      s    .       .      .     .    .    .     .
POST victims:own_assessment               .     .       .    .     .     .     .      d      d    .       .      .     .    .    .     .
GET  referrals:step 1                     .     .       .    .     .     >     .      .      .    .       .      .     .    .    .     .
GET  referrals:step 4                     .     .       .    .     .     >     .      .      .    .       .      .     .    .    .     .
GET  referrals:step 5                     .     .       .    .     .     >     .      .      .    .       .      .     .    .    .     .
POST referrals:step 4                     .     .       .    .     .     n     .      .      .    .       .      .     .    .    .     .
POST referrals:autosave 4                 .     .       .    .     .     n     .      .      .    .       .      .     .    .    .     .
POST referrals:send                       .     .       .    .     .     n     .      .      .    .       .      .     .    .    .     .
GET  referrals:receipt                    .     .       .    .     .     s     .      .      .    .       .      .     .    .    .     .
GET  referrals:discard                    .     .       .    .     .     n     .      .      .    .       .      .     .    .    .     .
POST referrals:discard                    .     .       .    .     .     n     .      .      .    .       .      .     .    .    .     .
GET  referrals:withdraw                   .     .       .    .     .     n     .      .      .    .       .      .     .    .    .     .
POST referrals:withdraw                   .     .       .    .     .     n     .      .      .    .       .      .     .    .    .     .
GET  referrals:preview                    .     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST referrals:preview accept             n     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST referrals:preview ask                n     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST referrals:preview pass_on            n     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST referrals:preview decline            n     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
GET  referrals:say ask                    s     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST referrals:say ask                    d     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
GET  referrals:say reply                  .     .       .    .     .     s     .      .      .    .       .      .     .    .    .     .
POST referrals:say reply                  .     .       .    .     .     n     .      .      .    .       .      .     .    .    .     .
GET  referrals:say answer                 s     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST referrals:say answer                 d     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
GET  referrals:people                     s     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST referrals:people                     d     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
"""

# The coordinator has answered the sender, and may have written that on the wrong case.
ANSWERED = """
                                          coord coord/r comp immig maint refer follow police supp shelter health munic oper pros asked over
GET  cases:withdraw referrals.feedback    s     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
POST cases:withdraw referrals.feedback    d     .       .    .     .     .     .      .      .    .       .      .     .    .    .     .
GET  victims:recommended                  s     s       .    .     .     .     .      .      .    .       .      .     .    .    .     .
"""

# Where a case stands, and the rows that hold there: a later state is the one before it but for its own rows.
STATES = {
    "draft": (DRAFT,),
    "sent": (SENT,),
    "asked": (SENT, ASKED),
    "accepted": (ACCEPTED,),
    "answered": (ACCEPTED, ANSWERED),
}

# As whom, and which tables it may write
COMMANDS = """
agencies.first_agency    the owner     agencies_account agencies_account_groups agencies_agency agencies_post auth_group
demo.demo_accounts       the owner     agencies_account agencies_account_groups agencies_post mfa_authenticator
demo.load_demo           its people    what each of them may, through the services
"""
TASKS = """
cases.tasks.carry_mail      its recipients, in turn    cases_mail
cases.tasks.carry_one       its recipient              cases_mail
cases.tasks.seal_the_log    nobody                     cases_entry cases_seal
cases.tasks.tidy_up         nobody                     cases_submission django_session
"""

# Every mail: when it is sent, to whom, and the one thing in it that is not the same in all of its kind. None names anybody.
MAILS = """
News in Tillid              an agency is told something of a case  who is responsible there, else all who write  nothing
Your access to Tillid       an administrator invites somebody      who is invited                                a link to a password
Your second step was reset  an administrator removes an app        whose app it was                              nothing
Choose a new password       somebody asks for it                   who has the address and a password            a link to a password
"""

IN_WORDS = {
    "home": "the first page: worklist or overview",
    "healthz": "whether all parts are up",
    "help": "help",
    "accessibility": "the accessibility statement",
    "privacy": "how personal data are handled",
    "account_login": "logging in",
    "account_logout": "logging out",
    "account_inactive": "that an account is closed",
    "account_reauthenticate": "confirming who one is, by password",
    "account_change_password": "one's own new password",
    "account_reset_password": "asking for a new password by mail",
    "account_reset_password_done": "that the mail is on its way",
    "account_reset_password_from_key": "choosing a password by the link of a mail",
    "account_reset_password_from_key_done": "that the password is chosen",
    "mfa_authenticate": "the code at login",
    "mfa_reauthenticate": "confirming who one is, by code",
    "mfa_index": "one's own access: second step and access keys",
    "mfa_activate_totp": "adding the app for codes",
    "mfa_deactivate_totp": "removing the app for codes",
    "mfa_view_recovery_codes": "one's own recovery codes",
    "mfa_generate_recovery_codes": "new recovery codes",
    "agencies:language": "Danish or English",
    "agencies:accounts": "the own agency's accounts; inviting",
    "agencies:account": "one account of the own agency",
    "agencies:role": "giving another role",
    "agencies:deactivate": "closing an account",
    "agencies:reopen": "opening a closed account again",
    "agencies:invite_again": "a new invitation",
    "agencies:withdraw": "taking an invitation back",
    "agencies:reset_second_factor": "removing a colleague's app for codes",
    "agencies:end_keys": "ending a colleague's access keys",
    "agencies:end_key": "ending one's own access key",
    "cases:list": "the cases that the own agency is on",
    "cases:oversight": "who saw what, over all cases",
    "cases:case": "the case page; each reader's own sections only",
    "cases:timeline": "the whole course, from those sections",
    "cases:log": "who has seen the case",
    "cases:history": "every version of one kind of record",
    "cases:withdraw": "withdrawing what one wrote on the wrong case",
    "cases:recuse": "keeping off the case",
    "victims:name": "writing the name in use",
    "victims:decision": "deciding whether the person is trafficked: the form, its check page, the act",
    "victims:decided": "the receipt of a decision, for whoever decided",
    "victims:period": "the period: deadline, dates, rule",
    "victims:period_ask": "asking for a period or an extension",
    "victims:period_step": "a step of whoever decides on the period",
    "victims:release": "writing that the person was released",
    "victims:profile": "writing age, sex and nationality",
    "victims:residence": "writing the residence, by which competence moves",
    "victims:hand_over": "handing over who decides",
    "victims:talk": "writing a talk with the person",
    "victims:edit_talk": "going on with a talk of the own agency",
    "victims:recommendation": "recommending to whoever decides",
    "victims:recommended": "the receipt of a recommendation",
    "victims:own_assessment": "police's and a supporter's own assessment",
    "referrals:notices": "what the own agency was told",
    "referrals:list": "the own agency's referrals",
    "referrals:new": "beginning a referral",
    "referrals:telephone": "beginning a referral for whoever calls",
    "referrals:step": "one of the five steps of the form",
    "referrals:autosave": "saving as one types",
    "referrals:send": "sending",
    "referrals:receipt": "the receipt",
    "referrals:discard": "throwing a draft away",
    "referrals:withdraw": "taking a referral back",
    "referrals:preview": "the preview before acceptance, and the answer to it",
    "referrals:say": "a question, a reply, an answer",
    "referrals:people": "who is responsible, and the contact person",
    "demo:login": "the demo's buttons (in demo mode only)",
}


def read(*blocks: str) -> dict[str, dict[str, str]]:
    """{row: {column: letter}}; what a later block says of a row holds."""
    table: dict[str, dict[str, str]] = {}
    for block in blocks:
        head, *lines = (line.split() for line in block.strip().splitlines())
        for line in lines:
            method, *name = line[: -len(head)]
            letters = line[-len(head) :]
            if set(letters) - set(LETTERS):
                raise ValueError(f"unknown letters: {line}")
            table[" ".join([method, *name])] = dict(zip(head, letters, strict=True))
    return table


def names_of(*blocks: str) -> set[str]:
    """The addresses of these rows, without method and arguments."""
    return {row.split()[1] for row in read(*blocks)}


def as_markdown() -> str:
    """`docs/access.md`."""
    parts = [INTRODUCTION]
    for title, sentence, *blocks in CHAPTERS:
        parts.append(f"## {title}\n\n{sentence}")
        parts += [f"```text\n{block.strip(chr(10))}\n```" for block in blocks]
    words = "\n".join(f"| `{name}` | {text} |" for name, text in (IN_WORDS | matrix_api.IN_WORDS).items())
    return "\n\n".join(parts) + f"\n\n## The addresses in words\n\n| address | what it is |\n| --- | --- |\n{words}\n"


INTRODUCTION = """# Who gets what

This page is made of `tests/access/matrix.py` (`python -m tests.access.matrix`), and the tests ask every line of it.
What of a case a capacity reads stands in `cases/policy.py`; here stands which pages and acts there are, and for whom.
A row is an address: GET shows it, POST does it.

| letter | what one gets |
| --- | --- |
| s | sees it; of a case, only the sections that the capacity has |
| d | does it |
| n | is told no, with the rule's sentence, and nothing is changed |
| > | is led to another page, or to confirm first who one is |
| l | logs in first |
| . | it is not there: the same answer, byte for byte, as for what never was |

A method that no row names is refused to everybody. Nobody is above these tables: there is no superuser."""

CHAPTERS = (
    (
        "Without a case",
        "A visitor; a lead at CMM, at a police district and at the prosecution (who does not refer); one who reads only; "
        "the administrator of these accounts and one of another agency; data protection; one who has left.",
        PAGES,
    ),
    (
        "Not on the case",
        "In every state, whatever is asked: a visitor, another agency, one who has left, a colleague who keeps off the "
        "case, the own agency's administrator. The refusal is in the log of the case that was asked for.",
        OFF,
    ),
    ("A draft", "The agency that is referring; `/r` reads only.", DRAFT),
    ("Sent", "The referrer, the addressee, data protection; `/r` reads only.", SENT),
    ("A question asked", "As sent, but for these rows.", ASKED),
    (
        "Accepted",
        "Each capacity by itself: an agency with two has what both give. `/r` reads only at the coordinator. The columns "
        "are those of `cases/policy.py`.",
        ACCEPTED,
    ),
    ("Answered", "As accepted, but for these rows.", ANSWERED),
    matrix_api.CHAPTER,
    ("Commands", "By whom they are run, and the tables that they write.", COMMANDS),
    ("Tasks", "As whom the worker acts, and the tables that it writes.", TASKS),
    (
        "Mails",
        "By subject: when it is sent, to whom, and what differs in it. All else of a mail is the same whoever it is about and "
        "whoever it is to.",
        MAILS,
    ),
)

if __name__ == "__main__":
    (Path(__file__).parents[2] / "docs" / "access.md").write_text(as_markdown(), encoding="utf-8")
