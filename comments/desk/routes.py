"""Where each screen is, below /admin/comments/comment/: (route, view, name); the name becomes `comments_…`."""

from comments import converters  # noqa: F401  registers comment_id
from comments.desk import appeals, learner, messages, person, picks, policies, privacy, reports, rules, sanctions
from comments.desk.deciding import act, undo
from comments.desk.figures import figures, show_figures
from comments.desk.leasing import lease
from comments.desk.listing import listing
from comments.desk.many import bulk, undo_all
from comments.desk.one import one
from comments.desk.reading import first, reading
from comments.desk.threads import thread

ROUTES = [
    ("", listing, "comment_changelist"),
    ("act/<comment_id:public_id>/<slug:verb>/", act, "comment_act"),
    ("bulk/<slug:verb>/", bulk, "comment_bulk"),
    ("undo/<int:event>/", undo, "comment_undo"),
    ("undo-all/<uuid:batch>/", undo_all, "comment_undo_all"),
    ("numbers/", figures, "comment_figures"),
    ("numbers/show/", show_figures, "comment_show_figures"),
    ("read/", first, "comment_first"),
    ("read/<comment_id:public_id>/", reading, "comment_reading"),
    ("lease/<comment_id:public_id>/", lease, "comment_lease"),
    ("reports/", reports.screen, "reports"),
    ("reports/<int:report>/<slug:verb>/", reports.answer, "comment_answer"),
    ("sanctions/", sanctions.listing, "sanctions"),
    ("sanctions/<int:pk>/", sanctions.one, "comment_sanction"),
    ("policies/", policies.all_of_them, "policies"),
    ("policies/site/", policies.of_site, "policies_of_site"),
    ("policies/section/<int:pk>/", policies.of_section, "policies_of_section"),
    ("policies/story/<int:pk>/", policies.of_story, "policies_of_story"),
    ("rules/", rules.all_of_them, "rules"),
    ("rules/<slug:code>/", rules.one, "rules_one"),
    ("learner/", learner.scoreboard, "learner"),
    ("appeals/", appeals.listing, "appeals"),
    ("appeals/<int:pk>/", appeals.decide, "appeals_one"),
    ("messages/", messages.wordings, "messages"),
    ("privacy/", privacy.privacy, "privacy"),
    ("<comment_id:public_id>/person/", person.person, "comment_person"),
    ("<comment_id:public_id>/ban/", sanctions.ban, "comment_ban"),
    ("<comment_id:public_id>/message/", messages.reword, "comment_message"),
    ("<comment_id:public_id>/keep/", reports.keep, "comment_keep"),
    ("<comment_id:public_id>/picks/<slug:verb>/", picks.pick, "comment_pick"),
    ("<comment_id:public_id>/thread/<slug:verb>/", thread, "comment_thread"),
    ("<comment_id:public_id>/", one, "comment_change"),
]
