"""The labels in English."""

from __future__ import annotations

from bot.core.text.labels.table import Labels, Plural

ENGLISH_LABELS = Labels(
    language="en",
    months=(
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
        *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ),
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    first_of_month="1",
    thousands=",",
    least_plural=2,
    actors="ACTORS",
    summary="IN SHORT",
    claims="WHO SAID WHAT",
    risks="WATCH",
    more="MORE",
    in_full="IN FULL",
    words=Plural("{} word", "{} words"),
    not_named="not named",
    untitled="Without a title",
    colon=": ",
    update="update",
    reported_by=Plural("reported by {} source", "reported by {} sources"),
    sources=Plural("{} source", "{} sources"),
    new_actors="new: {}",
    feed_alone="from the feed alone",
    title_alone="the title alone",
    page_unreadable="its page could not be read",
    delayed="Delayed: it was due on {}.",
    nothing_yet="Nothing on {} yet.",
    nothing_new="Nothing new on {} since {}.",
    last_and=" and ",
    more_stories=Plural("And {} more story.", "And {} more stories."),
    not_read="Not read: {}",
    other_sources=Plural("and {} other", "and {} others"),
    edition="Edition {}",
    preview="A preview of what would go out now; it is not posted.",
    subscription="You get this every day at {}; {} ends it.",
    continued="(continued)",
    too_long=Plural(
        "(too long to be shown here: {} character)",
        "(too long to be shown here: {} characters)",
    ),
    read_in="Read it in {}",
    text_version_only="This briefing is in the text version of this e-mail only, to "
    "save space.",
    verbatim="Every line is copied letter by letter from the page that its {} opens. "
    "Bold names, labels and notes in grey are added.",
    number="number",
    recipient="Sitrep's configuration names {} as a recipient.",
    unsubscribe="Unsubscribe",
    all_claims="Show all claims",
    all_risks="Show all risks",
    less="Less",
    post="Post here",
    back="Back",
    read_story="Read a story in full",
)
