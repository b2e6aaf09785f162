"""Readers' addresses of the conversation, below /comments/."""

from django.urls import path

from articles.feeds import atom
from comments import converters, feeds  # noqa: F401  converters registers comment_id
from comments.views import leaving, proving, receipt, recommending, reporting, rewriting, transparency, you

app_name = "comments"
urlpatterns = [
    path("feed.xml", feeds.Replies(), name="feed-rss"),
    path("feed.atom", atom(feeds.Replies)(), name="feed-atom"),
    path("on/<path:story>feed.xml", feeds.StoryReplies(), name="story-rss"),
    path("on/<path:story>", leaving.leave, name="leave"),
    path("numbers", transparency.transparency, name="transparency"),
    path("token", leaving.token, name="token"),
    path("reply/<comment_id:public_id>/", leaving.reply, name="reply"),
    path("r/<comment_id:public_id>", receipt.receipt, name="receipt"),
    path("r/<comment_id:public_id>/edit", rewriting.rewrite, name="rewrite"),
    path("r/<comment_id:public_id>/withdraw", receipt.withdraw, name="withdraw"),
    path("r/<comment_id:public_id>/prove", proving.prove, name="prove"),
    path("r/<comment_id:public_id>/appeal", proving.appeal, name="appeal"),
    path("you/", proving.find, name="find"),
    path("you/confirm/<str:key>", proving.confirm, name="confirm"),
    path("you/<str:key>/export", you.export, name="you_export"),
    path("you/<str:key>/<slug:verb>/", you.act, name="you_act"),
    path("you/<str:key>", you.you, name="you"),
    path("stop/<str:key>", proving.stop, name="stop"),
    path("error/<path:story>", reporting.story, name="report-error"),
    path("<comment_id:public_id>/recommend", recommending.recommend, name="recommend"),
    path("<comment_id:public_id>/report", reporting.comment, name="report"),
    path("<comment_id:public_id>/", receipt.comment, name="comment"),
]
