/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A stream of what may not be there yet: a pipe, say, from a capture that
 * still runs. Whoever reads it is called while it waits.
 */
#ifndef PCAP_PATIENT_H
#define PCAP_PATIENT_H

#include <stdbool.h>
#include <stdio.h>

/**
 * patient_fn - called when nothing is there, and again after each second in
 *              which nothing came, and after a signal
 * @arg: as given
 * @waited: false the first time
 *
 * Return: whether to wait on; if not, the read fails with EINTR.
 */
typedef bool patient_fn(void *arg, bool waited);

/**
 * struct patient - who is called
 * @pause: NULL: nobody, wait on
 * @arg: for @pause
 * @under: the stream that is read through this one
 */
struct patient {
	patient_fn *pause;
	void *arg;
	FILE *under;
};

/**
 * patient_open() - read another stream patiently
 * @patient: lives as long as the stream; @under is filled
 * @under: of which nothing has been read; closed with the new stream, unless
 *         it is stdin
 *
 * Return: the new stream, @under itself if reading it never waits (a file on
 * disk), or NULL (errno says why).
 */
FILE *patient_open(struct patient *patient, FILE *under);

#endif
