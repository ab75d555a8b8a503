/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * seeds EXPECTED: writes into the working directory what the fuzz targets
 * begin with, a folder each: captures in every encapsulation, and records and
 * lines made of goldens. Goldens and pages are seeds as they are.
 */
#include "harness/grid/answers.h"
#include "harness/report/report.h"
#include "harness/run/result_wire.h"
#include "harness/run/worker.h"
#include "tests/captures.h"
#include "tests/fuzz/fuzz.h"
#include "tests/pcap/encapsulations.h"

#include <ftw.h>
#include <sys/stat.h>

static void put_seed(const char *target, unsigned number, const void *data,
		     size_t size)
{
	char path[64];

	mkdir(target, 0755);
	snprintf(path, sizeof(path), "%s/%u", target, number);
	fuzz_write(path, data, size);
}

static void put_capture(struct capture_file *f, unsigned number)
{
	char octets[65536];
	ssize_t size = pread(f->fd, octets, sizeof(octets), 0);

	must(size > 0);
	put_seed("capture", number, octets, (size_t)size);
	file_close(f);
}

/* The story as a pcap, as a pcapng, and its packets one by one. */
static void put_story(unsigned which)
{
	static unsigned segments;
	uint32_t linktype = encapsulations[which].linktype;
	struct packet inner[STORY_PACKETS], p;
	size_t count = story_packets(inner, encapsulations[which].ipv6);
	struct capture_file pcap = ordered_pcap(which & 1, linktype);
	struct capture_file ng = file_new();

	ng_section(&ng, which & 1);
	ng_interface(&ng, which & 1, FILE_ETHERNET, 0, NULL);
	ng_interface(&ng, which & 1, linktype, 0, NULL);
	for (size_t i = 0; i < count; i++) {
		p.size = 0;
		encapsulations[which].wrap(&p, &inner[i]);
		ordered_record(&pcap, which & 1, &p, p.size);
		ng_packet(&ng, which & 1, 1, i, &p, p.size);
	}
	put_capture(&pcap, 2 * which);
	put_capture(&ng, 2 * which + 1);
	/* the fuzz target numbers link types in its own way: all of them */
	for (unsigned link = 0; link < 16; link++) {
		struct packet one = { 0 };

		put8(&one, link);
		put8(&one, 0);
		put(&one, p.data, p.size);
		put_seed("segment", segments++, one.data, one.size);
	}
}

static void put_wire(unsigned number, char *trace)
{
	struct result r = { .name = strdup("a/b@lo4"), .trace = trace,
			    .verdict = VERDICT_FAIL,
			    .reason = strdup("differs") };
	struct run_facts facts = { .kernel = "6.12.1", .planned = 1 };
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	void *state;

	must(out && r.name && r.reason);
	state = report_json.begin(out, &facts);
	report_json.result(out, state, &r);
	fputs("{\"type\":\"capture\",\"name\":\"a/b@lo4.pcap\","
	      "\"hex\":\"d4c3b2a1\"}\n", out);
	fclose(out);
	put_seed("wire", 2 * number, text, size);
	free(text);
	out = open_memstream(&text, &size);
	must(out && result_write(out, &r) == 0);
	fclose(out);
	put_seed("wire", 2 * number + 1, text, size);
	free(text);
	free(r.name);
	free(r.reason);
}

/* run.json and the trace that it is about. */
static void put_record(unsigned number, const char *trace)
{
	static const char head[] =
		"{\"kernel\":\"6.12.1\",\"seconds\":1.5,\"results\":["
		"{\"name\":\"a/b@lo4\",\"verdict\":\"PASS\"}]}";
	size_t size = sizeof(head) + strlen(trace);
	char *both = malloc(size);

	must(both);
	memcpy(both, head, sizeof(head));
	memcpy(both + sizeof(head), trace, strlen(trace));
	put_seed("record", number, both, size);
	free(both);
}

static int put_golden(const char *path, const struct stat *st, int type,
		      struct FTW *where)
{
	static unsigned number;
	char *text;
	int fd;

	(void)where;
	if (type != FTW_F || st->st_size > 16384)
		return 0;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	text = calloc(1, (size_t)st->st_size + 1);
	must(fd >= 0 && text);
	must(read(fd, text, (size_t)st->st_size) == st->st_size);
	close(fd);
	/* of the traces, every eighth is enough */
	if (strstr(path, "/grid/") || number % 8 == 0)
		put_record(number, text);
	if (!strstr(path, "/grid/") && number % 8 == 0)
		put_wire(number, text);
	number++;
	free(text);
	return 0;
}

int main(int argc, char **argv)
{
	must(argc == 2);
	for (unsigned i = 0; i < encapsulations_count(); i++)
		put_story(i);
	return nftw(argv[1], put_golden, 8, FTW_PHYS) ? 1 : 0;
}
