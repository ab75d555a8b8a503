/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading a file of steps, and saying exactly what is wrong with it.
 */
#include "harness/trace/script.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "harness/trace/attribute.h"
#include "harness/trace/line.h"
#include "harness/trace/pattern.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A case of a thousand steps has 40 KB. */
#define MAX_SIZE (1 << 20)

struct reading {
	struct script *s;
	char *title[3];
	unsigned titles;
	unsigned line;
	bool in_header;
	struct error *err;
};

static const char suffix[] = ".trace";

bool script_is_path(const char *word)
{
	size_t length = strlen(word);
	struct stat st;

	if (strstr(word, ".trace@") ||
	    (length > strlen(suffix) &&
	     !strcmp(word + length - strlen(suffix), suffix)))
		return true;
	/* "linger" is a subject, and maybe a folder, too. */
	return strchr(word, '/') && !stat(word, &st) &&
	       (S_ISDIR(st.st_mode) || S_ISREG(st.st_mode));
}

static int fault(struct reading *r, size_t column, const char *what)
{
	return error_set(r->err, "%s:%u:%zu: %s", r->s->path, r->line, column,
			 what);
}

static int fault_at(struct reading *r, const char *line,
		    const struct cursor *c)
{
	char what[256];

	line_fault(line, c, what, sizeof(what));
	return fault(r, cursor_column(c), what);
}

static void add_comment(struct script *s, const char *text)
{
	s->comment = memory_grow(s->comment, &s->comment_room, s->comments,
				 sizeof(*s->comment));
	s->comment[s->comments++] =
		(struct comment){s->n, memory_copy(text)};
}

static void add_step(struct reading *r, const struct step *step)
{
	struct script *s = r->s;

	s->step = memory_grow(s->step, &s->room, s->n, sizeof(*s->step));
	s->step[s->n++] = (struct script_step){*step, r->line};
}

static void add_note(struct script *s, const char *line)
{
	char *notes = text_print("%s%s\n", s->notes ? s->notes : "", line);

	free(s->notes);
	s->notes = notes;
}

static int take_header(struct reading *r, const char *line)
{
	struct cursor c = cursor_on(line);

	if (attribute_is_one(line))
		return attribute_read(&c, &r->s->tc) ? 0 :
							 fault_at(r, line, &c);
	if (attribute_is_note(line))
		add_note(r->s, line);
	else if (r->titles == 3)
		return fault(r, 1, "a fourth line of text in the header; an "
				   "attribute is # on:, # forged:, # needs:, "
				   "# seconds:, # slow or # show:");
	else
		r->title[r->titles++] = memory_copy(line + 2);
	return 0;
}

static int take_line(struct reading *r, const char *text)
{
	struct cursor c;
	struct line line;

	if (r->s->whole && *text && *text != '#')
		return fault(r, 1, "a line behind the end");
	switch (line_read(text, &line, &c)) {
	case LINE_HEADER:
		if (r->in_header)
			return take_header(r, text);
		add_comment(r->s, text);
		return 0;
	case LINE_BLANK:
		if (!r->in_header)
			add_comment(r->s, text);
		break;
	case LINE_STEP:
		add_step(r, &line.step);
		break;
	case LINE_END:
		r->s->whole = true;
		break;
	case LINE_BAD:
		return fault_at(r, text, &c);
	default:
		if (!r->s->n)
			return fault(r, 1, "the first line must be a step");
		break;
	}
	r->in_header = false;
	return 0;
}

/* What is wrong with the octets of a line, whatever it says. */
static const char *octets_fault(const char *line, size_t length)
{
	if (strlen(line) != length)
		return "a NUL octet";
	if (length && line[length - 1] == '\r')
		return "a carriage return: lines end with a newline alone";
	if (!utf8_valid(line))
		return "not UTF-8";
	return NULL;
}

static int take_lines(struct reading *r, char *text, size_t size)
{
	char *at = text, *end = text + size;

	while (at < end) {
		char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t length = (size_t)((newline ? newline : end) - at);
		const char *wrong;

		r->line++;
		at[length] = '\0';
		wrong = octets_fault(at, length);
		if (wrong)
			return fault(r, 1, wrong);
		if (take_line(r, at))
			return -1;
		at += length + 1;
	}
	return 0;
}

/* "subject/name", of letters that a file's name can have everywhere. */
static bool is_name(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_-.";
	size_t subject = strspn(text, letters);
	size_t name = text[subject] == '/' ?
			      strspn(text + subject + 1, letters) : 0;

	return subject && name && !text[subject + 1 + name];
}

/* ".../my-cases/idle@wire~other.trace" is my-cases/idle. */
static char *name_of_file(const char *path)
{
	char *real = realpath(path, NULL);
	const char *from = real ? real : path;
	const char *slash = strrchr(from, '/'), *folder = slash;
	char *name;

	while (folder && folder > from && folder[-1] != '/')
		folder--;
	if (slash && folder < slash)
		name = text_print("%.*s/%.*s", (int)(slash - folder), folder,
				  (int)strcspn(slash + 1, "@~."), slash + 1);
	else
		name = text_print("cases/%.*s", (int)strcspn(from, "@~."),
				  from);
	free(real);
	return name;
}

static void name_case(struct reading *r)
{
	struct test_case *tc = &r->s->tc;
	unsigned i = 0;
	char *name;

	name = r->titles && is_name(r->title[0]) ? r->title[i++] :
						   name_of_file(r->s->path);
	tc->subject = memory_copy_n(name, strcspn(name, "/"));
	tc->name = memory_copy(strchr(name, '/') + 1);
	if (!i)
		free(name);
	else
		free(r->title[0]);
	tc->about = i < r->titles ? r->title[i++] :
				    memory_copy("(not described)");
	tc->refs = i < r->titles ? r->title[i++] : memory_copy("-");
	for (; i < r->titles; i++)
		free(r->title[i]);
	tc->file = r->s->path;
	tc->line = r->s->n ? (int)r->s->step[0].line : 1;
	tc->steps = r->s;
}

/* "a/idle@wire~other.trace" without "@wire~other.trace" */
static char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	return memory_copy_n(path, (size_t)(name - path) +
					   strcspn(name, "@~."));
}

struct script *script_parse(const char *path, char *text, size_t size,
			    struct error *err)
{
	struct script *s = memory_new(1, sizeof(*s));
	struct reading r = {.s = s, .err = err, .in_header = true};
	int ret;

	s->path = memory_copy(path);
	s->base = base_of(path);
	ret = take_lines(&r, text, size);
	name_case(&r);
	if (!ret && !s->n)
		ret = error_set(err, "%s: there is no step in it", path);
	if (!ret && attributes_fault(&s->tc))
		ret = error_set(err, "%s: %s", path, attributes_fault(&s->tc));
	if (!ret)
		return s;
	script_free(s);
	return NULL;
}

struct script *script_read(const char *path, struct error *err)
{
	struct script *s = NULL;
	size_t size;
	char *text = file_load(path, MAX_SIZE, &size, err);

	if (text)
		s = script_parse(path, text, size, err);
	free(text);
	return s;
}

void script_free(struct script *s)
{
	size_t i;

	if (!s)
		return;
	for (i = 0; i < s->comments; i++)
		free(s->comment[i].text);
	free(s->comment);
	free(s->step);
	free(s->notes);
	free((char *)s->tc.subject);
	free((char *)s->tc.name);
	free((char *)s->tc.about);
	free((char *)s->tc.refs);
	free(s->path);
	free(s->base);
	free(s);
}
