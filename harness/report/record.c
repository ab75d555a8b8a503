/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing a run record: traces, and run.json at the end.
 */
#include "harness/report/record.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "harness/report/facts.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

struct record {
	char *dir;
	char *path;
	json_t *results;
	json_t *facts;
	struct error first;
};

static char *iso_time(char *text, size_t size)
{
	time_t now = time(NULL);
	struct tm tm;

	gmtime_r(&now, &tm);
	strftime(text, size, "%Y-%m-%dT%H:%M:%SZ", &tm);
	return text;
}

static void record_free(struct record *rec)
{
	free(rec->dir);
	free(rec->path);
	free(rec);
}

struct record *record_begin(const char *dir, const char *part,
			    struct error *err)
{
	struct record *rec;

	/* It would become "/run.json". */
	if (!*dir) {
		error_set(err, "a folder without a name cannot be made");
		return NULL;
	}
	rec = calloc(1, sizeof(*rec));
	if (!rec) {
		error_errno(err, "%s", dir);
		return NULL;
	}
	rec->dir = strdup(dir);
	rec->results = json_array();
	rec->path = text_print("%s/run%s%s.json", dir, part ? "." : "",
			       part ? part : "");
	/* Now, not after minutes of playing, is the time to find out. */
	if (file_replace(rec->path, "", err)) {
		json_decref(rec->results);
		record_free(rec);
		return NULL;
	}
	return rec;
}

int record_result(struct record *rec, const struct result *r,
		  struct error *err)
{
	char path[PATH_MAX];
	/* It may quote a golden that is not UTF-8. */
	char *reason = r->reason ? utf8_copy(r->reason) : NULL;

	json_array_append_new(
		rec->results,
		json_pack("{s:s, s:s, s:s*, s:i, s:f}", "name", r->name,
			  "verdict", verdict_word(r->verdict), "reason",
			  reason, "disturbed", (int)r->disturbed, "seconds",
			  (double)r->wall_ns / 1e9));
	free(reason);
	if (!r->trace)
		return 0;
	snprintf(path, sizeof(path), "%s/%s.trace", rec->dir, r->name);
	return file_replace(path, r->trace, err);
}

static json_t *counts_json(const struct summary *sum)
{
	json_t *counts = json_object();
	int v;

	for (v = 0; v < VERDICT_COUNT; v++)
		json_object_set_new(counts, verdict_word(v),
				    json_integer(sum->count[v]));
	json_object_set_new(counts, "disturbed", json_integer(sum->disturbed));
	json_object_set_new(counts, "unplayed", json_integer(sum->unplayed));
	return counts;
}

void record_facts(struct record *rec, json_t *facts)
{
	json_decref(rec->facts);
	rec->facts = json_incref(facts);
}

int record_end(struct record *rec, const struct summary *sum,
	       struct error *err)
{
	char when[32];
	json_t *root;
	char *text;
	int ret = 0;

	if (!rec->facts)
		rec->facts = facts_here();
	root = json_pack("{s:s, s:s, s:f, s:o, s:o}", "lastack",
			 PACKAGE_VERSION, "time", iso_time(when, sizeof(when)),
			 "seconds", (double)sum->wall_ns / 1e9, "counts",
			 counts_json(sum), "results", rec->results);
	if (root)
		json_object_update(root, rec->facts);
	json_decref(rec->facts);
	text = root ? json_dumps(root, JSON_INDENT(1)) : NULL;
	if (!text)
		ret = error_set(err, "%s: out of memory", rec->path);
	else if (!*err->text)
		ret = file_replace(rec->path, text, err);
	free(text);
	json_decref(root);
	record_free(rec);
	return ret;
}
