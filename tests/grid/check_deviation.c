/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rules of deviations, by all pages that were ever blessed: every deviation
 * on them has a name, and a reaction that differs in one thing has none.
 */
#include "harness/grid/deviation.h"
#include "harness/grid/page.h"
#include "tests/grid/reactions.h"
#include "tests/suite.h"

#include <errno.h>
#include <glob.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>

#define PAGES 64

/* A page as reactions; what was seen of each cell. */
static struct sheet {
	char name[PAGE_NAME];
	const struct station *station;
	struct tcb tcb;
	struct reaction before;
	struct reaction cell[GRID_CELLS];
} sheets[PAGES];

static unsigned n_sheets;
static struct error err;

static void read_sheet(const char *path)
{
	struct sheet *t = &sheets[n_sheets];
	static struct page page;
	FILE *in = fopen(path, "r");
	char name[PAGE_NAME];
	unsigned i;

	ck_assert_ptr_nonnull(in);
	ck_assert_uint_lt(n_sheets, PAGES);
	snprintf(t->name, sizeof(t->name), "%s", strrchr(path, '/') + 1);
	*strrchr(t->name, '.') = '\0';
	ck_assert_msg(!page_read(in, t->name, strchr(t->name, '~'), &page,
				 &err), "%s", err.text);
	fclose(in);
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(t->name, "~@"),
		 t->name);
	t->station = station_find(name);
	ck_assert_msg(t->station != NULL, "%s", name);
	ck_assert(!rfc_station(t->station, &t->tcb, &err));
	t->before.state = t->station->state == TCP_CLOSE ?
				  station_gone(t->station) :
				  t->station->state;
	for (i = 0; i < GRID_CELLS; i++)
		reaction_read(page_text(&page, i), &t->before,
			      cell_at(i).length, &t->cell[i]);
	n_sheets++;
}

static void read_all(void)
{
	const char *folder = getenv("LASTACK_EXPECTED");
	char pattern[4096];
	glob_t found;
	size_t i;

	snprintf(pattern, sizeof(pattern), "%s/grid/*.grid",
		 folder ? folder : "expected");
	ck_assert_int_eq(glob(pattern, 0, NULL, &found), 0);
	for (i = 0; i < found.gl_pathc; i++)
		if (!strstr(found.gl_pathv[i], "/calls"))
			read_sheet(found.gl_pathv[i]);
	globfree(&found);
	ck_assert_uint_ge(n_sheets, station_count());
}

/* Return: the rule, deviation_count() for none, -1 where it conforms. */
static int judge(const struct sheet *t, unsigned cell,
		 const struct reaction *kernel, struct opinion *o)
{
	struct cell c = cell_at(cell);

	rfc_judge(t->station, &t->tcb, &c, kernel, &t->before, o);
	return o->conforms ? -1 : (int)deviation_of(t->station, &c, o);
}

START_TEST(every_deviation_has_a_name)
{
	bool used[64] = {false};
	struct opinion o;
	char buf[CELL_NAME];
	unsigned i, k;
	int rule;

	ck_assert_uint_lt(deviation_count(), COUNT(used));
	for (i = 0; i < n_sheets; i++) {
		for (k = 0; k < GRID_CELLS; k++) {
			struct cell c = cell_at(k);

			rule = judge(&sheets[i], k, &sheets[i].cell[k], &o);
			if (rule == (int)deviation_count())
				ck_abort_msg("%s %s", sheets[i].name,
					     cell_name(&c, buf));
			if (rule >= 0)
				used[rule] = true;
		}
	}
	/* And every name is of something. */
	for (i = 0; i < deviation_count(); i++)
		ck_assert_msg(used[i], "%s", deviations()[i].name);
}
END_TEST

/* --- one thing different -------------------------------------------------- */

typedef bool change_fn(struct reaction *r, unsigned variant);

static bool change_reply(struct reaction *r, unsigned variant)
{
	static const struct reaction_reply replies[] = {
		{.flags = SEG_ACK, .seq_kind = NUMBER_SND_NXT,
		 .ack_kind = NUMBER_RCV_NXT},
		{.flags = SEG_ACK, .seq_kind = NUMBER_SND_NXT,
		 .ack_kind = NUMBER_SEG_END},
		{.flags = SEG_RST, .seq_kind = NUMBER_SEG_ACK},
		{.flags = SEG_RST, .seq_kind = NUMBER_SND_NXT},
		{.flags = SEG_RST | SEG_ACK, .seq_kind = NUMBER_ZERO,
		 .ack_kind = NUMBER_SEG_END},
		{.flags = SEG_SYN | SEG_ACK, .seq_kind = NUMBER_FRESH,
		 .ack_kind = NUMBER_SEG_SYN},
	};

	if (variant < COUNT(replies)) {
		r->n = 1;
		r->reply[0] = replies[variant];
		return true;
	}
	/* None, or one more. */
	if (variant == COUNT(replies)) {
		memset(r->reply, 0, sizeof(r->reply));
		r->n = 0;
		return true;
	}
	if (variant > COUNT(replies) + 1)
		return false;
	r->reply[r->n] = replies[0];
	r->n++;
	return true;
}

static bool change_numbers(struct reaction *r, unsigned variant)
{
	if (!r->n || variant > 4)
		return false;
	switch (variant) {
	case 0:
		r->reply[0].seq++;
		break;
	case 1:
		r->reply[0].ack++;
		break;
	case 2:
		r->reply[0].seq_kind = NUMBER_OTHER;
		break;
	case 3:
		r->reply[0].ack_kind = NUMBER_OTHER;
		break;
	default:
		r->reply[0].length++;
		break;
	}
	return true;
}

static bool change_state(struct reaction *r, unsigned variant)
{
	r->state = TCP_ESTABLISHED + (int)variant;
	return r->state <= TCP_CLOSING;
}

static bool change_error(struct reaction *r, unsigned variant)
{
	static const int errors[] = {0, EPIPE, ECONNRESET, ECONNREFUSED,
				     ETIMEDOUT};

	if (variant == COUNT(errors))
		return false;
	r->error = errors[variant];
	return true;
}

static bool change_readable(struct reaction *r, unsigned variant)
{
	r->readable++;
	return !variant;
}

static change_fn *const changes[] = {
	change_reply, change_numbers, change_state, change_error,
	change_readable,
};

/* Some page of this station has it so: another kernel does. */
static bool is_blessed(const struct station *s, unsigned cell,
		       const struct opinion *o)
{
	struct opinion other;
	unsigned i;

	for (i = 0; i < n_sheets; i++) {
		if (sheets[i].station != s)
			continue;
		judge(&sheets[i], cell, &sheets[i].cell[cell], &other);
		if (!memcmp(&other.kernel, &o->kernel, sizeof(o->kernel)))
			return true;
	}
	return false;
}

static void try_changes(const struct sheet *t, unsigned cell,
			const struct opinion *as_is, change_fn *change,
			unsigned *tried)
{
	struct cell c = cell_at(cell);
	char name[CELL_NAME], text[REACTION_TEXT];
	struct reaction r;
	struct opinion o;
	unsigned variant;
	int rule;

	for (variant = 0; r = t->cell[cell], change(&r, variant); variant++) {
		rule = judge(t, cell, &r, &o);
		/* Orphans have no errors, and the RFC leaves things open. */
		if (!memcmp(&o.kernel, &as_is->kernel, sizeof(o.kernel)) ||
		    rule < 0 || is_blessed(t->station, cell, &o))
			continue;
		(*tried)++;
		if (rule != (int)deviation_count())
			ck_abort_msg("%s %s: \"%s\" is named %s", t->name,
				     cell_name(&c, name),
				     reaction_text(&r, &t->before, c.length,
						   text),
				     deviations()[rule].name);
	}
}

START_TEST(another_reaction_has_none)
{
	change_fn *change = changes[_i];
	unsigned tried[64] = {0};
	struct opinion o;
	unsigned i, k;
	int rule;

	for (i = 0; i < n_sheets; i++) {
		for (k = 0; k < GRID_CELLS; k++) {
			rule = judge(&sheets[i], k, &sheets[i].cell[k], &o);
			if (rule >= 0)
				try_changes(&sheets[i], k, &o, change,
					    &tried[rule]);
		}
	}
	/* Replies and states can be others everywhere. */
	for (i = 0; i < deviation_count(); i++)
		if (change == change_reply || change == change_state)
			ck_assert_msg(tried[i] > 0, "%s",
				      deviations()[i].name);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("grid deviation");
	TCase *tc = tcase_create("pages");

	tcase_add_unchecked_fixture(tc, read_all, NULL);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, every_deviation_has_a_name);
	tcase_add_loop_test(tc, another_reaction_has_none, 0, COUNT(changes));
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
