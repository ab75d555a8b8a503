/* SPDX-License-Identifier: BSD-2-Clause */
#include "pcap/capture.h"

#include <errno.h>
#include <linux/if_packet.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define SNAP_LENGTH 256

/*
 * Room for well over a thousand packets between two looks at the capture. It
 * is kernel memory that is cleared for each capture: four times as much would
 * double the CPU time of opening, and many captures are open at once.
 */
#define LIVE_BUFFER (512 * 1024)

#define NS_PER_S 1000000000LL

/**
 * struct capture - an open source of packets
 * @name: the device or the file, for error lines
 * @kept: packets for capture_save(), each a struct pcap_pkthdr and its octets
 */
struct capture {
	pcap_t *pcap;
	char *name;
	int linktype;
	bool live;
	bool keep;
	struct capture_counts counts;
	uint8_t *kept;
	size_t kept_used, kept_room;
};

/* Takes over @pcap, also on error. */
static struct capture *capture_new(pcap_t *pcap, const char *name, bool live,
				   struct error *err)
{
	struct capture *cap;
	const char *link;

	cap = calloc(1, sizeof(*cap));
	if (cap)
		cap->name = strdup(name);
	if (!cap || !cap->name) {
		error_errno(err, "%s", name);
		free(cap);
		pcap_close(pcap);
		return NULL;
	}
	cap->pcap = pcap;
	cap->live = cap->keep = live;
	cap->linktype = pcap_datalink(pcap);
	if (!segment_linktype_known(cap->linktype)) {
		link = pcap_datalink_val_to_name(cap->linktype);
		error_set(err, "%s: cannot decode link type %d (%s)", name,
			  cap->linktype, link ? link : "unknown");
		capture_close(cap);
		return NULL;
	}
	return cap;
}

/*
 * Loopback hands over each packet as outgoing and as incoming. libpcap passes
 * over the outgoing one, but not before it took room and woke the reader; the
 * kernel can leave it out since 4.20.
 */
static void leave_out_outgoing(pcap_t *pcap)
{
	int on = 1;

	setsockopt(pcap_fileno(pcap), SOL_PACKET, PACKET_IGNORE_OUTGOING, &on,
		   sizeof(on));
}

/* Return: 0, or the first error of libpcap. */
static int prepare(pcap_t *pcap)
{
	int status = pcap_set_snaplen(pcap, SNAP_LENGTH);

	if (status == 0)
		status = pcap_set_immediate_mode(pcap, 1);
	if (status == 0)
		status = pcap_set_tstamp_precision(pcap,
						   PCAP_TSTAMP_PRECISION_NANO);
	if (status == 0)
		status = pcap_set_buffer_size(pcap, LIVE_BUFFER);
	return status;
}

struct capture *capture_open_live(const char *device, struct error *err)
{
	char text[PCAP_ERRBUF_SIZE] = "";
	pcap_t *pcap;
	int status;

	pcap = pcap_create(device, text);
	if (!pcap) {
		error_set(err, "capture on %s: %s", device, text);
		return NULL;
	}
	status = prepare(pcap);
	if (status == 0)
		status = pcap_activate(pcap);
	if (status < 0) {
		const char *why = pcap_geterr(pcap);

		error_set(err, "capture on %s: %s%s", device,
			  *why ? why : pcap_statustostr(status),
			  status == PCAP_ERROR_PERM_DENIED ?
				  " (CAP_NET_RAW is needed)" :
				  "");
		pcap_close(pcap);
		return NULL;
	}
	if (strcmp(device, "lo") == 0)
		leave_out_outgoing(pcap);
	if (pcap_setnonblock(pcap, 1, text) < 0) {
		error_set(err, "capture on %s: %s", device, text);
		pcap_close(pcap);
		return NULL;
	}
	return capture_new(pcap, device, true, err);
}

struct capture *capture_open_file(const char *path, struct error *err)
{
	bool standard = strcmp(path, "-") == 0;
	const char *name = standard ? "standard input" : path;
	char text[PCAP_ERRBUF_SIZE] = "";
	FILE *file = standard ? stdin : fopen(path, "rb");
	pcap_t *pcap = NULL;
	int first;

	if (!file) {
		error_errno(err, "%s", name);
		return NULL;
	}
	/* libpcap's own words for these two are about magic numbers */
	first = getc(file);
	if (first == EOF && ferror(file)) {
		error_errno(err, "%s", name);
	} else if (first == EOF) {
		error_set(err, "%s: empty file", name);
	} else {
		ungetc(first, file);
		pcap = pcap_fopen_offline_with_tstamp_precision(
			file, PCAP_TSTAMP_PRECISION_NANO, text);
		if (!pcap)
			error_set(err, "%s: %s", name, text);
	}
	if (!pcap) {
		if (!standard)
			fclose(file);
		return NULL;
	}
	return capture_new(pcap, name, false, err);
}

void capture_keep(struct capture *cap, bool keep)
{
	cap->keep = keep;
}

int capture_fd(const struct capture *cap)
{
	return cap->live ? pcap_get_selectable_fd(cap->pcap) : -1;
}

static int keep_packet(struct capture *cap, const struct pcap_pkthdr *header,
		       const uint8_t *data, struct error *err)
{
	size_t need = sizeof(*header) + header->caplen;

	if (cap->kept_room - cap->kept_used < need) {
		size_t room = 2 * cap->kept_room + 4096 + need;
		uint8_t *kept = realloc(cap->kept, room);

		if (!kept)
			return error_errno(err, "%s: keeping packets",
					   cap->name);
		cap->kept = kept;
		cap->kept_room = room;
	}
	memcpy(cap->kept + cap->kept_used, header, sizeof(*header));
	memcpy(cap->kept + cap->kept_used + sizeof(*header), data,
	       header->caplen);
	cap->kept_used += need;
	return 0;
}

/* A pcapng file can say any time at all; what does not fit is no time. */
static int64_t time_ns(const struct timeval *ts)
{
	int64_t ns;

	if (__builtin_mul_overflow((int64_t)ts->tv_sec, NS_PER_S, &ns) ||
	    __builtin_add_overflow(ns, (int64_t)ts->tv_usec, &ns))
		return 0;
	return ns;
}

static bool count_packet(struct capture_counts *counts, enum decode_result r)
{
	counts->packets++;
	switch (r) {
	case DECODE_TCP:
		counts->segments++;
		return true;
	case DECODE_OTHER:
		counts->other++;
		break;
	case DECODE_FRAGMENT:
		counts->fragments++;
		break;
	case DECODE_TRUNCATED:
		counts->truncated++;
		break;
	case DECODE_MALFORMED:
		counts->malformed++;
		break;
	}
	return false;
}

int capture_next(struct capture *cap, struct segment *seg, struct error *err)
{
	struct pcap_pkthdr *header;
	const uint8_t *data;
	enum decode_result r;
	int status;

	while ((status = pcap_next_ex(cap->pcap, &header, &data)) == 1) {
		if (cap->keep && keep_packet(cap, header, data, err))
			return -1;
		r = segment_decode(cap->linktype, data, header->caplen,
				   header->len, seg);
		seg->time_ns = time_ns(&header->ts);
		if (count_packet(&cap->counts, r))
			return 1;
	}
	/* nothing now on a device; PCAP_ERROR_BREAK is the end of a file */
	if (status == 0 || status == PCAP_ERROR_BREAK)
		return 0;
	return error_set(err, "%s: after packet %lu: %s", cap->name,
			 cap->counts.packets, pcap_geterr(cap->pcap));
}

void capture_counts(const struct capture *cap, struct capture_counts *counts)
{
	struct pcap_stat stat;

	*counts = cap->counts;
	if (cap->live && pcap_stats(cap->pcap, &stat) == 0)
		counts->dropped = stat.ps_drop;
}

/* Returns 0, or -1 with errno: pcap_dump() itself cannot tell. */
static int dump_kept(const struct capture *cap, pcap_dumper_t *dumper)
{
	FILE *file = pcap_dump_file(dumper);
	struct pcap_pkthdr header;
	size_t at = 0;

	while (at < cap->kept_used) {
		memcpy(&header, cap->kept + at, sizeof(header));
		at += sizeof(header);
		pcap_dump((u_char *)dumper, &header, cap->kept + at);
		if (ferror(file))
			return -1;
		at += header.caplen;
	}
	return pcap_dump_flush(dumper);
}

int capture_save(const struct capture *cap, const char *path,
		 struct error *err)
{
	pcap_dumper_t *dumper;
	pcap_t *dead;
	struct stat st;
	int status = 0;

	dead = pcap_open_dead_with_tstamp_precision(
		cap->linktype, pcap_snapshot(cap->pcap),
		PCAP_TSTAMP_PRECISION_NANO);
	if (!dead)
		return error_errno(err, "%s", path);
	dumper = pcap_dump_open(dead, path);
	if (!dumper) {
		/* its text names the path */
		error_set(err, "%s", pcap_geterr(dead));
		pcap_close(dead);
		return -1;
	}
	if (dump_kept(cap, dumper)) {
		status = error_errno(err, "%s", path);
		if (fstat(fileno(pcap_dump_file(dumper)), &st) == 0 &&
		    S_ISREG(st.st_mode))
			unlink(path);
	}
	pcap_dump_close(dumper);
	pcap_close(dead);
	return status;
}

void capture_close(struct capture *cap)
{
	if (!cap)
		return;
	pcap_close(cap->pcap);
	free(cap->name);
	free(cap->kept);
	free(cap);
}
