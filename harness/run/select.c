/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of variants, and matching globs with them.
 */
#include "harness/run/select.h"
#include "base/memory.h"
#include "harness/trace/attribute.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct variant variants[] = {
	{"lo4", LINK_LO, ON_LO4, AF_INET, AF_INET},
	{"lo6", LINK_LO, ON_LO6, AF_INET6, AF_INET6},
	{"lo46", LINK_LO, ON_LO46, AF_INET6, AF_INET},
	{"wire4", LINK_WIRE, ON_WIRE4, AF_INET, AF_INET},
	{"wire6", LINK_WIRE, ON_WIRE6, AF_INET6, AF_INET6},
	{"forged4", LINK_FORGED, ON_FORGED4, AF_INET, AF_INET},
	{"forged6", LINK_FORGED, ON_FORGED6, AF_INET6, AF_INET6},
	{NULL, 0, 0, 0, 0},
};

const struct variant *variant_table(void)
{
	return variants;
}

/* "lo46" is a variant of the link "lo". */
static bool is_of_link(const struct variant *v, const char *link)
{
	size_t letters = strcspn(v->name, "0123456789");

	return strlen(link) == letters && !strncmp(v->name, link, letters);
}

int filter_link(struct filter *f, const char *text, struct error *err)
{
	const struct variant *v;

	for (v = variants; v->name; v++) {
		if (is_of_link(v, text)) {
			f->link = text;
			return 0;
		}
	}
	return error_set(err, "there is no link \"%s\"", text);
}

int filter_family(struct filter *f, const char *text, struct error *err)
{
	if (strcmp(text, "4") && strcmp(text, "6"))
		return error_set(err, "--family takes 4 or 6, not \"%s\"",
				 text);
	f->family = *text;
	return 0;
}

static void name_of(struct chosen *c)
{
	snprintf(c->name, sizeof(c->name), "%s/%s@%s", c->tc->subject,
		 c->tc->name, c->variant->name);
}

char *chosen_base(const struct chosen *c, const char *expected, char *path,
		  size_t size)
{
	if (c->tc->steps)
		snprintf(path, size, "%s", c->tc->steps->base);
	else
		snprintf(path, size, "%s/%s/%s", expected, c->tc->subject,
			 c->tc->name);
	return path;
}

char *chosen_word(const struct chosen *c, char *word, size_t size)
{
	if (c->tc->steps)
		snprintf(word, size, "%s@%s", c->tc->steps->path,
			 c->variant->name);
	else
		snprintf(word, size, "%s", c->name);
	return word;
}

static bool glob_matches(const char *glob, const struct chosen *c,
			 const char *plain)
{
	if (strchr(glob, '@'))
		return !fnmatch(glob, c->name, 0);
	if (strchr(glob, '/'))
		return !fnmatch(glob, plain, 0);
	return !fnmatch(glob, c->tc->subject, 0);
}

bool filter_passes(const struct filter *f, const struct variant *v)
{
	if (f->link && !is_of_link(v, f->link))
		return false;
	if (f->family == '4' && v->wire != AF_INET)
		return false;
	return f->family != '6' || v->wire == AF_INET6;
}

static bool is_wanted(struct chosen *c, char *const *globs,
		      size_t n_globs, const struct filter *f, bool *matched)
{
	char plain[sizeof(c->name)];
	bool named = n_globs == 0, exactly = false;
	size_t i;

	name_of(c);
	snprintf(plain, sizeof(plain), "%.*s", (int)strcspn(c->name, "@"),
		 c->name);
	for (i = 0; i < n_globs; i++) {
		if (!glob_matches(globs[i], c, plain))
			continue;
		matched[i] = named = true;
		exactly = exactly || !strcmp(globs[i], plain) ||
			  !strcmp(globs[i], c->name);
	}
	return named && (!c->tc->slow || f->slow || exactly) &&
	       filter_passes(f, c->variant);
}

/* Of the table; the words that are paths are left to files_choose(). */
static size_t choose_cases(char *const *globs, size_t n_globs,
			   const struct filter *filter, struct chosen *list,
			   bool *matched)
{
	const struct variant *v;
	size_t n_cases, i, n = 0;
	const struct test_case *const *table = case_table(&n_cases);

	for (i = 0; i < n_cases; i++) {
		for (v = variants; v->name; v++) {
			struct chosen *c = &list[n];

			if (!(attribute_variants(table[i]) & v->bit))
				continue;
			c->tc = table[i];
			c->variant = v;
			if (is_wanted(c, globs, n_globs, filter, matched))
				n++;
		}
	}
	return n;
}

/* "my-cases", which is no subject of the suite. */
static bool is_folder(const char *word)
{
	struct stat st;

	return !stat(word, &st) && S_ISDIR(st.st_mode);
}

ssize_t select_variants(char *const *globs, size_t n_globs,
			const struct filter *filter, struct chosen **list,
			struct error *err)
{
	size_t n_variants = sizeof(variants) / sizeof(*variants) - 1;
	bool *matched = memory_new(n_globs + 1, sizeof(*matched));
	size_t n_cases, i, n;

	case_table(&n_cases);
	*list = memory_new(n_cases * n_variants + 1, sizeof(**list));
	n = choose_cases(globs, n_globs, filter, *list, matched);
	for (i = 0; i < n_globs; i++) {
		if (script_is_path(globs[i])) {
			if (files_choose(globs[i], filter, list, &n, err))
				break;
		} else if (!matched[i] && is_folder(globs[i])) {
			if (files_choose(globs[i], filter, list, &n, err))
				break;
		} else if (!matched[i]) {
			error_set(err, "no case matches \"%s\" (see `lastack "
				  "list`)", globs[i]);
			break;
		}
	}
	free(matched);
	if (i == n_globs)
		return (ssize_t)n;
	free(*list);
	*list = NULL;
	return -1;
}
