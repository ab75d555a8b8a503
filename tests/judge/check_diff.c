/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Expected beside actual, to the letter: what a person reads when a case
 * fails.
 */
#include "harness/judge/diff.h"
#include "tests/suite.h"

#define HEAD "# s/n\n# About.\n# RFC 9293\n\n"
#define A "client  connect() = 0\n"
#define B "        client > server  S\n"
#define C "        server > client  S.   ack 1\n"
#define D "        = client ESTABLISHED\n"
#define E "end     client CLOSED\n"
#define TITLE "    expected                               actual\n"

static const struct {
	const char *expected, *actual;
	size_t differences;
	const char *text;
} diffs[] = {
	/* Equal. */
	{ HEAD A B E, HEAD A B E, 0,
	  TITLE
	  "    client  connect() = 0                  client  connect() = 0\n"
	  "            client > server  S                     client > server  S\n"
	  "    end     client CLOSED                  end     client CLOSED\n" },
	{ "", "", 0, TITLE },
	{ HEAD, HEAD, 0, TITLE },

	/* One line is another, first, in the middle, and last. */
	{ A B C, "client  connect() = -1\n" B C, 1,
	  TITLE
	  "--> client  connect() = 0                | client  connect() = -1\n"
	  "            client > server  S                     client > server  S\n"
	  "            server > client  S.   ack 1            server > client  S.   ack 1\n" },
	{ A B D, A C D, 1,
	  TITLE
	  "    client  connect() = 0                  client  connect() = 0\n"
	  "-->         client > server  S           |         server > client  S.   ack 1\n"
	  "            = client ESTABLISHED                   = client ESTABLISHED\n" },
	{ A E, A "end     client TIME_WAIT\n", 1,
	  TITLE
	  "    client  connect() = 0                  client  connect() = 0\n"
	  "--> end     client CLOSED                | end     client TIME_WAIT\n" },

	/* A header line that agrees is left out, one that does not is not. */
	{ HEAD E, "# s/n\n# Above.\n# RFC 9293\n\n" E, 1,
	  TITLE
	  "--> # About.                             | # Above.\n"
	  "    end     client CLOSED                  end     client CLOSED\n" },

	/* One is missing, first, in the middle, and last. */
	{ A B C, B C, 1,
	  TITLE
	  "--> client  connect() = 0                <\n"
	  "            client > server  S                     client > server  S\n"
	  "            server > client  S.   ack 1            server > client  S.   ack 1\n" },
	{ A B D, A D, 1,
	  TITLE
	  "    client  connect() = 0                  client  connect() = 0\n"
	  "-->         client > server  S           <\n"
	  "            = client ESTABLISHED                   = client ESTABLISHED\n" },
	{ A E, A, 1,
	  TITLE
	  "    client  connect() = 0                  client  connect() = 0\n"
	  "--> end     client CLOSED                <\n" },

	/* One is too many. */
	{ B C, A B C, 1,
	  TITLE
	  "-->                                      > client  connect() = 0\n"
	  "            client > server  S                     client > server  S\n"
	  "            server > client  S.   ack 1            server > client  S.   ack 1\n" },
	{ A D, A B B D, 2,
	  TITLE
	  "    client  connect() = 0                  client  connect() = 0\n"
	  "-->                                      >         client > server  S\n"
	  "                                         >         client > server  S\n"
	  "            = client ESTABLISHED                   = client ESTABLISHED\n" },
	{ A, A E, 1,
	  TITLE
	  "    client  connect() = 0                  client  connect() = 0\n"
	  "-->                                      > end     client CLOSED\n" },

	/* Only the first difference is pointed at. */
	{ A B E, A E C, 2,
	  TITLE
	  "    client  connect() = 0                  client  connect() = 0\n"
	  "-->         client > server  S           <\n"
	  "    end     client CLOSED                  end     client CLOSED\n"
	  "                                         >         server > client  S.   ack 1\n" },

	/* Nothing is the same. */
	{ A E, "server  close() = 0\nend     no connection\n", 2,
	  TITLE
	  "--> client  connect() = 0                | server  close() = 0\n"
	  "    end     client CLOSED                | end     no connection\n" },
	{ A, E, 2,
	  TITLE
	  "--> client  connect() = 0                <\n"
	  "                                         > end     client CLOSED\n" },

	/* One of them is empty. */
	{ A E, "", 2,
	  TITLE
	  "--> client  connect() = 0                <\n"
	  "    end     client CLOSED                <\n" },
	{ "", A E, 2,
	  TITLE
	  "-->                                      > client  connect() = 0\n"
	  "                                         > end     client CLOSED\n" },

	/* A blank line is a line. */
	{ "# s/n\n\n" A, "# s/n\n" A, 1,
	  TITLE
	  "-->                                      <\n"
	  "    client  connect() = 0                  client  connect() = 0\n" },

	/* A time within its tolerance does not differ; both are shown. */
	{ "client  close() = 0 (2.0 s)\n", "client  close() = 0 (2.1 s)\n", 0,
	  TITLE
	  "    client  close() = 0 (2.0 s)            client  close() = 0 (2.1 s)\n" },
	{ "client  close() = 0 (2.0 s)\n", "client  close() = 0 (3.1 s)\n", 1,
	  TITLE
	  "--> client  close() = 0 (2.0 s)          | client  close() = 0 (3.1 s)\n" },

	/* The column is as wide as what is in it, but for headers ... */
	{ "# A header line that is wider than the column is by far\n"
	  "client  setsockopt(SO_KEEPALIVE, 1, listener) = 0\n",
	  "# A header line that is wider than the column is by far\n"
	  "client  setsockopt(SO_KEEPALIVE, 1, listener) = 0\n", 0,
	  "    expected                                            actual\n"
	  "    client  setsockopt(SO_KEEPALIVE, 1, listener) = 0   "
	  "client  setsockopt(SO_KEEPALIVE, 1, listener) = 0\n" },
	/* ... up to 60; what is wider still is there all the same. */
	{ "client  012345678901234567890123456789012345678901234567890123456789\n",
	  "", 1,
	  "    expected                                                       actual\n"
	  "--> client  012345678901234567890123456789012345678901234567890123456789 <\n" },
};

START_TEST(diff)
{
	struct trace expected, actual;
	size_t size, differences;
	char *text = NULL;
	FILE *out = open_memstream(&text, &size);

	trace_from_text(&expected, diffs[_i].expected);
	trace_from_text(&actual, diffs[_i].actual);
	differences = diff_print(out, &expected, &actual, "expected",
				 "actual");
	fclose(out);
	ck_assert_str_eq(text, diffs[_i].text);
	ck_assert_uint_eq(differences, diffs[_i].differences);
	free(text);
	trace_clear(&expected);
	trace_clear(&actual);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("diff");
	TCase *tcase = tcase_create("diff");

	tcase_add_loop_test(tcase, diff, 0, COUNT(diffs));
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
