/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each story is in one of three queues: over, open, or printed, which keeps
 * nothing but its numbers in case that it goes on. In each, the one that has
 * been quiet for longest is first: it is the next to be printed, or to be
 * forgotten where there are too many.
 */
#include "harness/commands/decode_stories.h"
#include "harness/trace/segment_line.h"

#include <stdlib.h>
#include <string.h>

#define MB	 ((size_t)1024 * 1024)
#define NS_A_SEC 1000000000LL

const struct story_limits story_limits = {
	.octets = 80 * MB,
	.conversations = 250000,
	.quiet_ns = NS_A_SEC,
	.quiet_segments = 50000,
	.idle_ns = 3600 * NS_A_SEC,
};

/* One conversation is not to take the memory of all others. */
#define SHARE 4

struct queue {
	struct story *first, *last;
};

/**
 * struct story - a conversation, and what of it is not printed
 * @queue: the one it is in
 * @before: in the queue
 * @behind: in the queue
 * @first_ns: time of its first segment
 * @last_ns: time of its last segment
 * @last: the number of its last segment in the capture
 * @printed: a part of it was printed
 */
struct story {
	struct conversation *conv;
	struct packed packed;
	struct queue *queue;
	struct story *before, *behind;
	int64_t first_ns, last_ns;
	uint64_t last;
	bool printed;
};

struct stories {
	FILE *out;
	struct story_limits limits;
	unsigned show;
	struct conversations *table;
	struct packed_pool pool;
	struct queue over, open, printed;
	size_t count, waiting;
	uint64_t segments;
	bool any;
};

struct stories *stories_new(FILE *out, const struct story_limits *limits,
			    unsigned show)
{
	struct stories *stories = calloc(1, sizeof(*stories));

	if (!stories)
		return NULL;
	stories->table = conversations_new(0);
	if (!stories->table) {
		free(stories);
		return NULL;
	}
	stories->out = out;
	stories->limits = *limits;
	stories->show = show;
	return stories;
}

static void leave(struct story *story)
{
	struct queue *queue = story->queue;

	if (!queue)
		return;
	if (story->before)
		story->before->behind = story->behind;
	else
		queue->first = story->behind;
	if (story->behind)
		story->behind->before = story->before;
	else
		queue->last = story->before;
}

static void enter(struct story *story, struct queue *queue)
{
	leave(story);
	story->queue = queue;
	story->before = queue->last;
	story->behind = NULL;
	if (queue->last)
		queue->last->behind = story;
	else
		queue->first = story;
	queue->last = story;
}

static void put_heading(struct stories *stories, const struct story *story)
{
	const struct address *end = story->conv->end;
	char client[ADDRESS_TEXT], server[ADDRESS_TEXT];
	FILE *out = stories->out;

	if (stories->any)
		putc('\n', out);
	stories->any = true;
	fputs("# ", out);
	conversation_end_name(out, story->conv, END_CLIENT);
	fprintf(out, " %s, ",
		address_text(&end[END_CLIENT], client, sizeof(client)));
	if (address_equal(&end[END_CLIENT], &end[END_SERVER])) {
		fputs("connected to itself", out);
	} else {
		conversation_end_name(out, story->conv, END_SERVER);
		fprintf(out, " %s",
			address_text(&end[END_SERVER], server, sizeof(server)));
	}
	fputs(story->printed ? ", continued\n" : "\n", out);
}

/* Captures of several interfaces are not always in order: time can go back. */
static void put_time(FILE *out, int64_t from, int64_t to)
{
	char text[32];
	int64_t us;

	if (__builtin_sub_overflow(to, from, &us))
		us = 0;
	us /= 1000;
	snprintf(text, sizeof(text), "%s%lld.%06lld", us < 0 ? "-" : "",
		 llabs(us / 1000000), llabs(us % 1000000));
	fprintf(out, "%13s  ", text);
}

struct printing {
	struct stories *stories;
	const struct story *story;
};

static void put_line(const struct placed *p, void *arg)
{
	const struct printing *printing = arg;
	struct stories *stories = printing->stories;
	char line[8 + SEGMENT_TEXT + 1];
	char *at = line;

	if (ferror_unlocked(stories->out))
		return;
	if (stories->show & PACKED_TIME) {
		put_time(stories->out, printing->story->first_ns,
			 p->seg.time_ns);
	} else {
		memset(at, ' ', 8);
		at += 8;
	}
	at += segment_text(at, p, stories->show);
	*at++ = '\n';
	fwrite_unlocked(line, 1, (size_t)(at - line), stories->out);
}

/* Prints what there is, and keeps the numbers. */
static void print(struct stories *stories, struct story *story,
		  const char *remark)
{
	struct printing printing = { stories, story };

	if (story->packed.count) {
		put_heading(stories, story);
		packed_take(&stories->pool, &story->packed, story->conv,
			    stories->show, put_line, &printing);
		if (remark && !conversation_over(story->conv))
			fprintf(stories->out, "# not over: %s\n", remark);
		story->printed = true;
		stories->waiting--;
	}
	enter(story, &stories->printed);
}

static void forget(struct stories *stories, struct story *story)
{
	leave(story);
	conversations_forget(stories->table, story->conv);
	free(story);
	stories->count--;
}

static struct story *story_of(struct stories *stories,
			      const struct placed *p)
{
	struct conversation *older = conversation_older(p->conv);
	struct story *story = p->conv->user;

	if (story)
		return story;
	story = calloc(1, sizeof(*story));
	if (!story)
		return NULL;
	story->conv = p->conv;
	story->first_ns = p->seg.time_ns;
	p->conv->user = story;
	stories->count++;
	/* which has taken the place of another */
	story = older ? older->user : NULL;
	if (story && story->queue == &stories->open)
		enter(story, &stories->over);
	return p->conv->user;
}

static int take(struct placed *p, void *arg)
{
	struct stories *stories = arg;
	struct story *story = story_of(stories, p);

	if (!story ||
	    packed_add(&stories->pool, &story->packed, p, stories->show))
		return -1;
	if (story->packed.count == 1)
		stories->waiting++;
	story->last_ns = p->seg.time_ns;
	story->last = stories->segments;
	enter(story, conversation_over(p->conv) ? &stories->over :
						  &stories->open);
	return 0;
}

/* Nothing that was read stays behind when a conversation is printed. */
static int settle(struct stories *stories, const struct story *story)
{
	return conversations_settle(stories->table, story->conv, take, stories);
}

static bool is_past(int64_t now, int64_t then, int64_t limit)
{
	int64_t ns;

	return !__builtin_sub_overflow(now, then, &ns) && ns >= limit;
}

static int print_what_is_over(struct stories *stories, int64_t now)
{
	const struct story_limits *limits = &stories->limits;
	struct story *story;

	while ((story = stories->over.first) &&
	       (is_past(now, story->last_ns, limits->quiet_ns) ||
		stories->segments - story->last >= limits->quiet_segments))
		print(stories, story, NULL);
	while ((story = stories->open.first) &&
	       is_past(now, story->last_ns, limits->idle_ns)) {
		if (settle(stories, story))
			return -1;
		print(stories, story, "no segment for an hour");
	}
	return 0;
}

static int save_memory(struct stories *stories)
{
	static const char remark[] = "printed to save memory";
	struct story *story;

	while (stories->pool.used > stories->limits.octets) {
		story = stories->over.first ? stories->over.first :
					      stories->open.first;
		if (settle(stories, story))
			return -1;
		print(stories, story, remark);
	}
	while (stories->count > stories->limits.conversations) {
		story = stories->printed.first;
		if (!story)
			story = stories->over.first ? stories->over.first :
						      stories->open.first;
		if (settle(stories, story))
			return -1;
		print(stories, story, remark);
		forget(stories, story);
	}
	return 0;
}

int stories_add(struct stories *stories, const struct segment *seg)
{
	struct story *last;

	stories->segments++;
	if (conversations_sort(stories->table, seg, take, stories))
		return -1;
	last = stories->open.last;
	if (last && last->packed.octets > stories->limits.octets / SHARE)
		print(stories, last, "printed to save memory");
	if (print_what_is_over(stories, seg->time_ns))
		return -1;
	return save_memory(stories);
}

void stories_pause(struct stories *stories)
{
	while (stories->over.first)
		print(stories, stories->over.first, NULL);
}

int stories_end(struct stories *stories)
{
	struct conversation *conv = NULL;

	/* settling can begin others, which come behind */
	while ((conv = conversations_next(stories->table, conv))) {
		if (settle(stories, conv->user))
			return -1;
	}
	while ((conv = conversations_next(stories->table, conv)))
		print(stories, conv->user, NULL);
	return 0;
}

size_t stories_open(const struct stories *stories)
{
	return stories->waiting;
}

void stories_free(struct stories *stories)
{
	struct conversation *conv = NULL;

	if (!stories)
		return;
	while ((conv = conversations_next(stories->table, conv)))
		free(conv->user);
	conversations_free(stories->table);
	packed_pool_free(&stories->pool);
	free(stories);
}
