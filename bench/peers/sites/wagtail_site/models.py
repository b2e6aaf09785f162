from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

CARDS = 20


@register_snippet
class Author(models.Model):
    name = models.CharField(max_length=200)

    def __str__(self):
        return self.name


class Front(Page):
    template = "front.html"

    def get_context(self, request, *args, **kwargs):
        stories = Story.objects.live().public().select_related("author").order_by("-first_published_at")
        return super().get_context(request, *args, **kwargs) | {"stories": stories[:CARDS]}


class StoryTag(TaggedItemBase):
    content_object = ParentalKey("Story", on_delete=models.CASCADE, related_name="tagged_items")


class Story(Page):
    template = "story.html"
    standfirst = models.TextField(blank=True)
    author = models.ForeignKey(Author, null=True, on_delete=models.SET_NULL)
    body = StreamField([("h2", blocks.CharBlock()), ("p", blocks.RichTextBlock())])
    tags = ClusterTaggableManager(through=StoryTag, blank=True)

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"comments": self.comments.filter(approved=True)}


class Comment(models.Model):
    page = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="comments")
    name = models.CharField(max_length=200)
    text = models.TextField()
    at = models.DateTimeField()
    approved = models.BooleanField(default=True)

    class Meta:
        ordering = ["at"]
