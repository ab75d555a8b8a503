/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Coverage for other programs.
 */
#include "harness/coverage/report.h"

struct wire {
	const struct coverage *c;
	json_t *functions, *unlisted;
};

static void tell_missing(json_t *to, const struct counts_file *f,
			 const struct counts_function *function)
{
	json_t *lines = json_array(), *branches = json_array();
	const struct counts_line *line;
	size_t i, j, n;

	line = counts_lines(f, function, &n);
	for (i = 0; i < n; i++) {
		if (!line[i].runs)
			json_array_append_new(lines,
					      json_integer(line[i].number));
		for (j = 0; j < line[i].branches; j++)
			if (!line[i].branch[j])
				json_array_append_new(branches,
					json_pack("[i, i]", line[i].number,
						  (int)j));
	}
	json_object_set_new(to, "lines_missing", lines);
	json_object_set_new(to, "branches_missing", branches);
}

static void tell_function(void *arg, const struct counts_file *f,
			  const struct counts_function *function, long group)
{
	struct counts_tally t = counts_tally(f, function);
	const struct wire *w = arg;
	json_t *one;

	if (group < 0)
		json_array_append_new(w->unlisted,
				      json_string(function->name));
	if (group < 0 || !(w->c->scope->group[group].in || w->c->all))
		return;
	one = json_pack("{s:s, s:s, s:i, s:s, s:b, s:I, s:i, s:i, s:i, s:i}",
			"name", function->name, "file", f->name,
			"line", function->first,
			"group", w->c->scope->group[group].title,
			"in_scope", w->c->scope->group[group].in,
			"runs", function->runs,
			"lines", t.lines, "lines_taken", t.lines_taken,
			"branches", t.branches,
			"branches_taken", t.branches_taken);
	tell_missing(one, f, function);
	json_array_append_new(w->functions, one);
}

void coverage_json(const struct coverage *c, FILE *out)
{
	struct wire w = {c, json_array(), json_array()};
	json_t *all;

	coverage_walk(c, tell_function, &w);
	all = json_pack("{s:s, s:s, s:o, s:o}", "type", "coverage",
			"kernel", c->kernel, "functions", w.functions,
			"unlisted", w.unlisted);
	json_dumpf(all, out, JSON_COMPACT);
	putc('\n', out);
	json_decref(all);
}

static void tell_functions(const struct counts_file *f, FILE *out)
{
	unsigned hit = 0;
	size_t i;

	for (i = 0; i < f->functions; i++)
		fprintf(out, "FN:%u,%s\n", f->function[i].first,
			f->function[i].name);
	for (i = 0; i < f->functions; i++) {
		fprintf(out, "FNDA:%lld,%s\n", (long long)f->function[i].runs,
			f->function[i].name);
		hit += f->function[i].runs > 0;
	}
	fprintf(out, "FNF:%zu\nFNH:%u\n", f->functions, hit);
}

static void tell_branches(const struct counts_file *f, FILE *out)
{
	unsigned found = 0, hit = 0;
	size_t i, j;

	for (i = 0; i < f->lines; i++) {
		const struct counts_line *line = &f->line[i];

		for (j = 0; j < line->branches; j++) {
			fprintf(out, "BRDA:%u,0,%zu,", line->number, j);
			/* "-" where the line itself did not run. */
			if (line->runs)
				fprintf(out, "%lld\n",
					(long long)line->branch[j]);
			else
				fputs("-\n", out);
			found++;
			hit += line->branch[j] > 0;
		}
	}
	fprintf(out, "BRF:%u\nBRH:%u\n", found, hit);
}

static void tell_lines(const struct counts_file *f, FILE *out)
{
	unsigned hit = 0;
	size_t i;

	for (i = 0; i < f->lines; i++) {
		fprintf(out, "DA:%u,%lld\n", f->line[i].number,
			(long long)f->line[i].runs);
		hit += f->line[i].runs > 0;
	}
	fprintf(out, "LF:%zu\nLH:%u\n", f->lines, hit);
}

void coverage_lcov(const struct coverage *c, FILE *out)
{
	size_t i;

	for (i = 0; i < c->counts->files; i++) {
		const struct counts_file *f = &c->counts->file[i];

		fprintf(out, "TN:lastack\nSF:%s\n", f->path);
		tell_functions(f, out);
		tell_branches(f, out);
		tell_lines(f, out);
		fputs("end_of_record\n", out);
	}
}
