/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets from a file of either format: pcap by libpcap, pcapng by our own
 * reader (pcapng.h says why).
 */
#ifndef PCAP_OFFLINE_H
#define PCAP_OFFLINE_H

#include "base/error.h"
#include "pcap/frame.h"
#include "pcap/patient.h"

struct offline;

/**
 * offline_open() - begin to read a capture
 * @path: the file; "-" is standard input
 * @err: filled on error
 *
 * Return: the file, or NULL with a line that names it (missing, empty, not a
 * capture, a pcap of a link type nobody here can decode).
 */
struct offline *offline_open(const char *path, struct error *err);

/** offline_on_pause() - who is called while a pipe has nothing to read */
void offline_on_pause(struct offline *off, patient_fn *pause, void *arg);

/** offline_name() - the file, for error lines */
const char *offline_name(const struct offline *off);

/**
 * offline_next() - the next packet
 *
 * Return: 1 @frame is filled, 0 the end, -1 an error: @err has the name, the
 * packet and the offset in the file. What came before has been returned.
 */
int offline_next(struct offline *off, struct frame *frame, struct error *err);

/** offline_close() - close the file; NULL is allowed */
void offline_close(struct offline *off);

#endif
