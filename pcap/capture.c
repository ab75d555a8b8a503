/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Capturing packets with libpcap, and keeping them.
 */
#include "pcap/capture.h"

#include "pcap/offline.h"

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

/* Of a file that is saved: no packet that was kept is cut by it. */
#define SNAP_UNLIMITED 262144

/**
 * struct capture - an open source of packets
 * @pcap: of a device, else NULL
 * @file: of a file, else NULL
 * @name: the device or the file, for error lines
 * @linktype: of the packets that were kept
 * @kept: packets for capture_save(), each a struct pcap_pkthdr and its octets
 */
struct capture {
	pcap_t *pcap;
	struct offline *file;
	char *name;
	int linktype;
	bool keep;
	unsigned long packets, segments;
	struct passed_counts passed;
	uint8_t *kept;
	size_t kept_used, kept_room;
};

/* Takes over one of the two, also on error. */
static struct capture *capture_new(pcap_t *pcap, struct offline *file,
				   const char *name, struct error *err)
{
	struct capture *cap = calloc(1, sizeof(*cap));

	if (!cap || !(cap->name = strdup(name))) {
		error_errno(err, "%s", name);
		free(cap);
		if (pcap)
			pcap_close(pcap);
		offline_close(file);
		return NULL;
	}
	cap->pcap = pcap;
	cap->file = file;
	cap->keep = pcap != NULL;
	cap->linktype = pcap ? pcap_datalink(pcap) : -1;
	return cap;
}

static int complain_linktype(const struct capture *cap, int linktype,
			     struct error *err)
{
	const char *link = pcap_datalink_val_to_name(linktype);

	return error_set(err, "%s: cannot decode link type %d (%s)", cap->name,
			 linktype, link ? link : "unknown");
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
	struct capture *cap;
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
	cap = capture_new(pcap, NULL, device, err);
	if (cap && !segment_linktype_known(cap->linktype)) {
		complain_linktype(cap, cap->linktype, err);
		capture_close(cap);
		return NULL;
	}
	return cap;
}

struct capture *capture_open_file(const char *path, struct error *err)
{
	struct offline *file = offline_open(path, err);

	return file ? capture_new(NULL, file, offline_name(file), err) : NULL;
}

void capture_on_pause(struct capture *cap, patient_fn *pause, void *arg)
{
	if (cap->file)
		offline_on_pause(cap->file, pause, arg);
}

void capture_keep(struct capture *cap, bool keep)
{
	cap->keep = keep;
}

int capture_fd(const struct capture *cap)
{
	return cap->pcap ? pcap_get_selectable_fd(cap->pcap) : -1;
}

static int keep_packet(struct capture *cap, const struct frame *frame,
		       struct error *err)
{
	struct pcap_pkthdr header = { .caplen = frame->captured,
				      .len = frame->length };
	size_t need = sizeof(header) + header.caplen;

	if (cap->linktype < 0)
		cap->linktype = frame->linktype;
	if (cap->linktype != frame->linktype)
		return error_set(err, "%s: packets of several link types "
				      "cannot be kept", cap->name);
	if (cap->kept_room - cap->kept_used < need) {
		size_t room = 2 * cap->kept_room + 4096 + need;
		uint8_t *kept = realloc(cap->kept, room);

		if (!kept)
			return error_errno(err, "%s: keeping packets",
					   cap->name);
		cap->kept = kept;
		cap->kept_room = room;
	}
	header.ts.tv_sec = (time_t)(frame->time_ns / NS_PER_S);
	header.ts.tv_usec = (suseconds_t)(frame->time_ns % NS_PER_S);
	memcpy(cap->kept + cap->kept_used, &header, sizeof(header));
	memcpy(cap->kept + cap->kept_used + sizeof(header), frame->data,
	       header.caplen);
	cap->kept_used += need;
	return 0;
}

/* Returns as offline_next() does; 0 is that there is nothing now. */
static int live_next(struct capture *cap, struct frame *frame,
		     struct error *err)
{
	struct pcap_pkthdr *header;
	int status = pcap_next_ex(cap->pcap, &header, &frame->data);

	if (status == 0 || status == PCAP_ERROR_BREAK)
		return 0;
	if (status != 1)
		return error_set(err, "%s: after packet %lu: %s", cap->name,
				 cap->packets, pcap_geterr(cap->pcap));
	frame->linktype = cap->linktype;
	frame->time_ns = header->ts.tv_sec * NS_PER_S + header->ts.tv_usec;
	frame->captured = header->caplen;
	frame->length = header->len;
	return 1;
}

int capture_next_frame(struct capture *cap, struct frame *frame,
		       struct error *err)
{
	int status = cap->pcap ? live_next(cap, frame, err) :
				 offline_next(cap->file, frame, err);

	if (status != 1)
		return status;
	cap->packets++;
	return cap->keep && keep_packet(cap, frame, err) ? -1 : 1;
}

/* A pcap file of such a link type is refused when it is opened. */
static int check_linktypes(const struct capture *cap, struct error *err)
{
	const struct passed_counts *passed = &cap->passed;

	if (cap->packets == 0 || passed->total < cap->packets)
		return 0;
	for (unsigned i = 0; i < passed->used; i++)
		if (passed->kinds[i].what.layer != PASSED_LINKTYPE)
			return 0;
	return complain_linktype(cap, (int)passed->kinds[0].what.number, err);
}

int capture_next(struct capture *cap, struct segment *seg, struct error *err)
{
	struct passed why;
	struct frame frame;
	int status;

	while ((status = capture_next_frame(cap, &frame, err)) == 1) {
		if (segment_decode_why(frame.linktype, frame.data,
				       frame.captured, frame.length, seg,
				       &why) == DECODE_TCP) {
			seg->time_ns = frame.time_ns;
			cap->segments++;
			return 1;
		}
		passed_count(&cap->passed, why);
	}
	return status == 0 && cap->file ? check_linktypes(cap, err) : status;
}

const struct passed_counts *capture_passed(const struct capture *cap)
{
	return &cap->passed;
}

void capture_counts(const struct capture *cap, struct capture_counts *counts)
{
	struct pcap_stat stat;

	*counts = (struct capture_counts){ .packets = cap->packets,
					   .segments = cap->segments };
	if (cap->pcap && pcap_stats(cap->pcap, &stat) == 0)
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
		cap->linktype < 0 ? DLT_RAW : cap->linktype,
		cap->pcap ? pcap_snapshot(cap->pcap) : SNAP_UNLIMITED,
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
	if (cap->pcap)
		pcap_close(cap->pcap);
	offline_close(cap->file);
	free(cap->name);
	free(cap->kept);
	free(cap);
}
