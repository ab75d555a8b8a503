/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A result on its way between two processes.
 */
#include "harness/run/result_wire.h"
#include "tests/suite.h"

#include <string.h>

static const struct result results[] = {
	{
		.name = "linger/zero_idle@lo4", .about = "About.",
		.verdict = VERDICT_FAIL, .reason = "differs",
		.story = "one\ntwo\n", .difference = "expected  a\n",
		.trace = "# linger/zero_idle\n",
		.pcap = "out/x.pcap", .rerun = "lastack run 'x'",
		.disturbed = 3, .wall_ns = 5000000000, .cpu_ns = 12345,
	},
	{ .verdict = VERDICT_PASS },
	{
		.name = "", .about = "", .verdict = VERDICT_KNOWN,
		.reason = "", .story = "", .trace = "", .pcap = "",
		.rerun = "", .disturbed = UINT32_MAX, .wall_ns = INT64_MAX,
		.cpu_ns = -1,
	},
	{ .name = "a/b@lo6", .verdict = VERDICT_SKIP, .reason = "" },
	{ .rerun = "the last string alone", .verdict = VERDICT_BROKEN },
};

static void same_text(const char *a, const char *b)
{
	ck_assert_int_eq(a == NULL, b == NULL);
	if (a)
		ck_assert_str_eq(a, b);
}

static void same_result(const struct result *a, const struct result *b)
{
	same_text(a->name, b->name);
	same_text(a->about, b->about);
	same_text(a->reason, b->reason);
	same_text(a->story, b->story);
	same_text(a->difference, b->difference);
	same_text(a->trace, b->trace);
	same_text(a->pcap, b->pcap);
	same_text(a->rerun, b->rerun);
	ck_assert_int_eq(a->verdict, b->verdict);
	ck_assert_uint_eq(a->disturbed, b->disturbed);
	ck_assert_int_eq(a->wall_ns, b->wall_ns);
	ck_assert_int_eq(a->cpu_ns, b->cpu_ns);
}

static char *octets_of(const struct result *r, size_t *size)
{
	char *octets = NULL;
	FILE *out = open_memstream(&octets, size);

	ck_assert_int_eq(result_write(out, r), 0);
	fclose(out);
	return octets;
}

START_TEST(round_trip)
{
	struct result got;
	size_t size;
	char *octets = octets_of(&results[_i], &size);

	ck_assert_int_eq(result_read(octets, size, &got), 0);
	same_result(&results[_i], &got);
	result_clear(&got);
	free(octets);
}
END_TEST

START_TEST(long_story)
{
	struct result r = { .name = "x" }, got;
	size_t size;
	char *octets;

	r.story = malloc(1000001);
	ck_assert_ptr_nonnull(r.story);
	memset(r.story, 'x', 1000000);
	r.story[1000000] = '\0';
	octets = octets_of(&r, &size);
	ck_assert_int_eq(result_read(octets, size, &got), 0);
	same_result(&r, &got);
	result_clear(&got);
	free(octets);
	free(r.story);
}
END_TEST

/* What a worker wrote that died in the middle of it. */
START_TEST(every_truncation)
{
	static const struct result empty;
	struct result got;
	size_t size, n;
	char *octets = octets_of(&results[_i], &size), *cut;

	for (n = 0; n < size; n++) {
		/* In memory of its own: reading beyond is found out. */
		cut = malloc(n + 1);
		ck_assert_ptr_nonnull(cut);
		memcpy(cut, octets, n);
		cut = realloc(cut, n ? n : 1);
		ck_assert_msg(result_read(cut, n, &got) == -1,
			      "%zu of %zu octets were taken for a result", n,
			      size);
		same_result(&empty, &got);
		free(cut);
	}
	free(octets);
}
END_TEST

/* No octet can be changed so that reading goes astray. */
START_TEST(every_octet_changed)
{
	struct result got;
	size_t size, n;
	char *octets = octets_of(&results[0], &size);

	for (n = 0; n < size; n++) {
		octets[n] ^= (char)0xff;
		result_read(octets, size, &got);
		result_clear(&got);
		octets[n] ^= (char)0xff;
	}
	free(octets);
}
END_TEST

START_TEST(unknown_verdict)
{
	struct result r = { .verdict = VERDICT_COUNT }, got;
	size_t size;
	char *octets = octets_of(&r, &size);

	ck_assert_int_eq(result_read(octets, size, &got), -1);
	free(octets);
}
END_TEST

START_TEST(full)
{
	FILE *out = fopen("/dev/full", "we");

	ck_assert_ptr_nonnull(out);
	ck_assert_int_eq(result_write(out, &results[0]), -1);
	fclose(out);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("result_wire");
	TCase *tcase = tcase_create("result_wire");

	tcase_add_loop_test(tcase, round_trip, 0, COUNT(results));
	tcase_add_test(tcase, long_story);
	tcase_add_loop_test(tcase, every_truncation, 0, COUNT(results));
	tcase_add_test(tcase, every_octet_changed);
	tcase_add_test(tcase, unknown_verdict);
	tcase_add_test(tcase, full);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
