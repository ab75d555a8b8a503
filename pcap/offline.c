/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Telling pcap from pcapng by the first octets.
 */
#include "pcap/offline.h"

#include "pcap/patient.h"
#include "pcap/pcapng.h"
#include "pcap/segment.h"

#include <errno.h>
#include <inttypes.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>

#define MAGIC 4

/* Sizes in a pcap file, and of records in Alexey Kuznetsov's variant of it. */
#define PCAP_HEADER	24
#define PCAP_RECORD	16
#define MODIFIED_RECORD 24

#define STDIO_BUFFER 65536

/**
 * struct offline - a capture file
 * @in: the file, as long as nobody else closes it (libpcap does)
 * @patient: who waits for a file that is still being written
 * @pcap: of a pcap file, else NULL
 * @ng: of a pcapng file, else NULL
 * @packets: how many came from @pcap
 * @at: where the next of them begins
 * @record: the size of what stands in front of each of them
 */
struct offline {
	char *name;
	FILE *in;
	struct patient patient;
	char *buffer;
	pcap_t *pcap;
	struct pcapng *ng;
	unsigned long packets;
	uint64_t at;
	unsigned record;
};

/*
 * Looks at the first octets and puts them back; POSIX promises that for one
 * octet only, the C libraries this runs with do it for these four. Returns how
 * many there are.
 */
static int peek(FILE *in, uint8_t *magic)
{
	int got = 0, c;

	while (got < MAGIC && (c = getc(in)) != EOF)
		magic[got++] = (uint8_t)c;
	for (int i = got; i > 0; i--)
		ungetc(magic[i - 1], in);
	return got;
}

static bool begins(const uint8_t *magic, uint8_t a, uint8_t b, uint8_t c,
		   uint8_t d)
{
	return memcmp(magic, (uint8_t[MAGIC]){ a, b, c, d }, MAGIC) == 0;
}

/* Captures are often kept packed; libpcap would call that unknown. */
static const char *packed_by(const uint8_t *magic)
{
	if (begins(magic, 0x1f, 0x8b, 0x08, magic[3]))
		return "gzip";
	if (begins(magic, 0x28, 0xb5, 0x2f, 0xfd))
		return "zstd";
	if (begins(magic, 0xfd, '7', 'z', 'X'))
		return "xz";
	if (begins(magic, 'B', 'Z', 'h', magic[3]))
		return "bzip2";
	return NULL;
}

static int open_pcap(struct offline *off, const uint8_t *magic,
		     struct error *err)
{
	char text[PCAP_ERRBUF_SIZE] = "";
	const char *link;
	int linktype;

	off->pcap = pcap_fopen_offline_with_tstamp_precision(
		off->in, PCAP_TSTAMP_PRECISION_NANO, text);
	if (!off->pcap)
		return error_set(err, "%s: %s", off->name, text);
	/* libpcap closes what it has opened */
	off->in = NULL;
	off->at = PCAP_HEADER;
	off->record = begins(magic, 0xa1, 0xb2, 0xcd, 0x34) ||
				      begins(magic, 0x34, 0xcd, 0xb2, 0xa1) ?
			      MODIFIED_RECORD :
			      PCAP_RECORD;
	linktype = pcap_datalink(off->pcap);
	if (segment_linktype_known(linktype))
		return 0;
	link = pcap_datalink_val_to_name(linktype);
	return error_set(err, "%s: cannot decode link type %d (%s)", off->name,
			 linktype, link ? link : "unknown");
}

static int open_either(struct offline *off, struct error *err)
{
	uint8_t magic[MAGIC] = { 0 };
	int got = peek(off->in, magic);
	const char *packer;

	if (got == 0 && ferror(off->in))
		return error_errno(err, "%s", off->name);
	if (got == 0)
		return error_set(err, "%s: empty file", off->name);
	packer = packed_by(magic);
	if (packer)
		return error_set(err, "%s: is compressed; unpack it first "
				      "(%s -dc)", off->name, packer);
	if (magic[0] != PCAPNG_FIRST)
		return open_pcap(off, magic, err);
	off->ng = pcapng_open(off->in, off->name, err);
	return off->ng ? 0 : -1;
}

struct offline *offline_open(const char *path, struct error *err)
{
	bool standard = strcmp(path, "-") == 0;
	const char *name = standard ? "standard input" : path;
	struct offline *off = calloc(1, sizeof(*off));
	FILE *in = NULL;

	if (!off || !(off->name = strdup(name)) ||
	    !(in = standard ? stdin : fopen(path, "rb")) ||
	    !(off->in = patient_open(&off->patient, in))) {
		error_errno(err, "%s", name);
		if (in && !standard)
			fclose(in);
		offline_close(off);
		return NULL;
	}
	/* standard input's outlives this; without one, stdio has its own */
	if (off->in != stdin && (off->buffer = malloc(STDIO_BUFFER)))
		setvbuf(off->in, off->buffer, _IOFBF, STDIO_BUFFER);
	if (open_either(off, err)) {
		offline_close(off);
		return NULL;
	}
	return off;
}

void offline_on_pause(struct offline *off, patient_fn *pause, void *arg)
{
	off->patient.pause = pause;
	off->patient.arg = arg;
}

const char *offline_name(const struct offline *off)
{
	return off->name;
}

/* A file can say any time at all; what does not fit is no time. */
static int64_t time_ns(const struct timeval *ts)
{
	int64_t ns;

	if (__builtin_mul_overflow((int64_t)ts->tv_sec, NS_PER_S, &ns) ||
	    __builtin_add_overflow(ns, (int64_t)ts->tv_usec, &ns))
		return 0;
	return ns;
}

int offline_next(struct offline *off, struct frame *frame, struct error *err)
{
	struct pcap_pkthdr *header;
	const uint8_t *data;

	if (off->ng)
		return pcapng_next(off->ng, frame, err);
	switch (pcap_next_ex(off->pcap, &header, &data)) {
	case 1:
		frame->linktype = pcap_datalink(off->pcap);
		frame->time_ns = time_ns(&header->ts);
		frame->captured = header->caplen;
		frame->length = header->len;
		frame->data = data;
		off->packets++;
		off->at += off->record + header->caplen;
		return 1;
	case PCAP_ERROR_BREAK:
		return 0;
	}
	return error_set(err, "%s: after packet %lu, at octet %" PRIu64 ": %s",
			 off->name, off->packets, off->at,
			 pcap_geterr(off->pcap));
}

void offline_close(struct offline *off)
{
	if (!off)
		return;
	if (off->pcap)
		pcap_close(off->pcap);
	pcapng_free(off->ng);
	if (off->in && off->in != stdin)
		fclose(off->in);
	free(off->buffer);
	free(off->name);
	free(off);
}
