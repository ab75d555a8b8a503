/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading and writing the attributes of a case.
 */
#include "harness/trace/attribute.h"
#include "harness/trace/words.h"

#include <string.h>

#define BY_DEFAULT (ON_LO | ON_WIRE)

unsigned attribute_variants(const struct test_case *tc)
{
	return (tc->on ? tc->on : BY_DEFAULT) & ~tc->not_on;
}

static bool take_bits(struct cursor *c, const struct words *w, unsigned *bits)
{
	uint32_t taken;

	if (!cursor_bits(c, w, " ", &taken))
		return false;
	*bits = taken;
	return true;
}

static bool take_on(struct cursor *c, struct test_case *tc)
{
	tc->not_on = 0;
	return take_bits(c, &words_on, &tc->on);
}

static void put_on(FILE *out, const struct test_case *tc)
{
	words_put_bits(out, &words_on, attribute_variants(tc), " ");
}

static bool has_on(const struct test_case *tc)
{
	return attribute_variants(tc) != BY_DEFAULT;
}

static bool take_forged(struct cursor *c, struct test_case *tc)
{
	int64_t end;

	if (!cursor_word(c, &words_end, &end))
		return false;
	tc->forged = end ? FORGED_SERVER : FORGED_CLIENT;
	return true;
}

static void put_forged(FILE *out, const struct test_case *tc)
{
	fputs(word_text(&words_end, tc->forged == FORGED_SERVER), out);
}

static bool has_forged(const struct test_case *tc)
{
	return tc->forged;
}

static bool take_needs(struct cursor *c, struct test_case *tc)
{
	return take_bits(c, &words_need, &tc->needs);
}

static void put_needs(FILE *out, const struct test_case *tc)
{
	words_put_bits(out, &words_need, tc->needs, " ");
}

static bool has_needs(const struct test_case *tc)
{
	return tc->needs;
}

static bool take_seconds(struct cursor *c, struct test_case *tc)
{
	struct seconds s;

	if (!cursor_seconds(c, &s))
		return false;
	tc->seconds = s.value;
	return s.value > 0 || cursor_miss(c, "more than 0 seconds");
}

static void put_seconds(FILE *out, const struct test_case *tc)
{
	fprintf(out, "%g", tc->seconds);
}

static bool has_seconds(const struct test_case *tc)
{
	return tc->seconds > 0;
}

static bool take_slow(struct cursor *c, struct test_case *tc)
{
	(void)c;
	tc->slow = true;
	return true;
}

static void put_slow(FILE *out, const struct test_case *tc)
{
	(void)out;
	(void)tc;
}

static bool has_slow(const struct test_case *tc)
{
	return tc->slow;
}

static bool take_show(struct cursor *c, struct test_case *tc)
{
	return take_bits(c, &words_show, &tc->show);
}

static void put_show(FILE *out, const struct test_case *tc)
{
	words_put_bits(out, &words_show, tc->show, " ");
}

static bool has_show(const struct test_case *tc)
{
	return tc->show;
}

static const struct attribute {
	const char *key;
	bool (*has)(const struct test_case *tc);
	void (*put)(FILE *out, const struct test_case *tc);
	bool (*take)(struct cursor *c, struct test_case *tc);
} attributes[] = {
	{"# on: ", has_on, put_on, take_on},
	{"# forged: ", has_forged, put_forged, take_forged},
	{"# needs: ", has_needs, put_needs, take_needs},
	{"# seconds: ", has_seconds, put_seconds, take_seconds},
	{"# slow", has_slow, put_slow, take_slow},
	{"# show: ", has_show, put_show, take_show},
};

#define N_ATTRIBUTES (sizeof(attributes) / sizeof(*attributes))

static const struct attribute *find(const char *line)
{
	size_t i;

	for (i = 0; i < N_ATTRIBUTES; i++) {
		size_t length = strlen(attributes[i].key);

		if (strncmp(line, attributes[i].key, length))
			continue;
		if (attributes[i].key[length - 1] == ' ' || !line[length])
			return &attributes[i];
	}
	return NULL;
}

bool attribute_is_one(const char *line)
{
	return find(line) != NULL;
}

bool attribute_is_note(const char *line)
{
	static const char *const keys[] = {"# known: ", "# kernels: ",
					   "# fixed: ", "# commit: ",
					   "# rfc: ", "# until: "};
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (!strncmp(line, keys[i], strlen(keys[i])))
			return true;
	return false;
}

bool attribute_read(struct cursor *c, struct test_case *tc)
{
	const struct attribute *a = find(c->at);

	if (!a)
		return cursor_miss(c, "on:, forged:, needs:, seconds:, slow or "
				      "show:");
	c->at += strlen(a->key);
	return a->take(c, tc) && cursor_end(c);
}

void attributes_write(FILE *out, const struct test_case *tc)
{
	size_t i;

	for (i = 0; i < N_ATTRIBUTES; i++) {
		if (!attributes[i].has(tc))
			continue;
		fputs(attributes[i].key, out);
		attributes[i].put(out, tc);
		fputc('\n', out);
	}
}

const char *attributes_fault(const struct test_case *tc)
{
	unsigned on = attribute_variants(tc);

	if (!on)
		return "no variant is left";
	if (on & ON_FORGED && !tc->forged)
		return "on: forged wants forged: client or forged: server";
	if (tc->forged && !(on & ON_FORGED))
		return "forged: wants on: forged";
	if (tc->show & SHOW_PROBES && !(tc->show & SHOW_BULK))
		return "show: probes wants bulk";
	if (tc->show & SHOW_EACH && on & ON_LO)
		return "show: each is possible only with a cable: on: wire or "
		       "forged";
	return NULL;
}
