/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where packets come from: libpcap, live on an interface or from a file; and
 * where they can be kept: a pcap file.
 */
#ifndef PCAP_CAPTURE_H
#define PCAP_CAPTURE_H

#include "base/error.h"
#include "pcap/frame.h"
#include "pcap/patient.h"
#include "pcap/segment.h"

#include <stdbool.h>

struct capture;

/**
 * capture_open_live() - capture all packets of an interface
 * @device: interface name, in the caller's network namespace
 * @err: filled on error
 *
 * Immediate mode, nanosecond time stamps, non-blocking, not promiscuous, snap
 * length 256: a case is judged by headers, and IP says how long the payload
 * is. Packets are kept in memory too, so that capture_save() can write them
 * later.
 *
 * Return: the capture, or NULL (no such device, not up, no CAP_NET_RAW).
 */
struct capture *capture_open_live(const char *device, struct error *err);

/**
 * capture_open_file() - read a pcap or pcapng file
 * @path: the file; "-" is standard input
 * @err: filled on error
 *
 * All interfaces of a pcapng are read, whatever their link types and snapshot
 * lengths. Packets of a file are not kept; see capture_keep().
 *
 * Return: the capture, or NULL with a line that names the file (missing,
 * empty, not a capture, a pcap of a link type nobody here can decode).
 */
struct capture *capture_open_file(const char *path, struct error *err);

/**
 * capture_on_pause() - who is called while a pipe has nothing to read
 * @cap: a capture from capture_open_file()
 * @pause: called from within capture_next(), as patient.h says; when it returns
 *         false, capture_next() returns -1
 * @arg: for @pause
 */
void capture_on_pause(struct capture *cap, patient_fn *pause, void *arg);

/**
 * capture_keep() - whether packets that come from now on are kept in memory
 * @cap: the capture
 * @keep: true to keep them for capture_save()
 */
void capture_keep(struct capture *cap, bool keep);

/**
 * capture_fd() - a descriptor that polls readable when packets are there
 *
 * Read with capture_next() until it returns 0 before polling again.
 *
 * Return: the descriptor, or -1 for a file.
 */
int capture_fd(const struct capture *cap);

/**
 * capture_next() - the next TCP segment
 * @cap: the capture
 * @seg: filled when 1 is returned
 * @err: filled when -1 is returned
 *
 * Other packets are counted and passed over. A segment that was cut is marked.
 *
 * Return: 1 a segment, 0 none now (live) or end of file, -1 error (a file
 * that is truncated in the middle, or has no packet of a link type that can be
 * decoded): what came before has been returned.
 */
int capture_next(struct capture *cap, struct segment *seg, struct error *err);

/**
 * capture_next_frame() - the next packet, whatever it is
 * @cap: the capture
 * @frame: filled when 1 is returned; valid until the next call
 * @err: filled when -1 is returned
 *
 * For callers that decode by themselves: it is not counted by kind.
 *
 * Return: as capture_next().
 */
int capture_next_frame(struct capture *cap, struct frame *frame,
		       struct error *err);

/**
 * struct capture_counts - what capture_next() met so far
 * @packets: all of them
 * @segments: TCP segments; the others are capture_passed()
 * @dropped: packets libpcap lost for want of buffer (live only)
 */
struct capture_counts {
	unsigned long packets, segments, dropped;
};

/**
 * capture_counts() - how many packets there were so far
 * @cap: the capture
 * @counts: filled
 */
void capture_counts(const struct capture *cap, struct capture_counts *counts);

/** capture_passed() - what capture_next() passed over so far, by kind */
const struct passed_counts *capture_passed(const struct capture *cap);

/**
 * capture_save() - write the packets kept so far to a pcap file
 * @cap: the capture
 * @path: is replaced; a partly written regular file is removed on error
 * @err: filled on error
 *
 * Nanosecond magic, the packets' own link type. Packets that are waiting in
 * the kernel are not fetched.
 *
 * Return: 0, or -1 with a line that names the path (folder missing, not
 * writable, disk full).
 */
int capture_save(const struct capture *cap, const char *path,
		 struct error *err);

/** capture_close() - free a capture; NULL is allowed */
void capture_close(struct capture *cap);

#endif
