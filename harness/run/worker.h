/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A worker: the process that plays one variant, and how its result travels.
 */
#ifndef HARNESS_RUN_WORKER_H
#define HARNESS_RUN_WORKER_H

#include "harness/judge/verdict.h"
#include "harness/run/select.h"

/**
 * struct run_options - how variants are to be played
 * @expected: folder of golden traces; NULL: play without any, as for blessing
 * @keep: folder that pcap files go to
 * @pcap: keep the capture of every variant, not only of failed ones
 * @strict: a known behaviour is a failure
 * @program: how this program was called, for the command that runs it again
 * @rerun: options that belong to that command, "" for none
 */
struct run_options {
	const char *expected;
	const char *keep;
	bool pcap;
	bool strict;
	const char *program;
	const char *rerun;
};

/**
 * struct worker_line - what a worker has to do with the pool
 * @fd: its end of a stream socket: variants come, results go (worker_line.h)
 * @mirror: shared memory that shows the trace as it grows
 * @mirror_size: octets of it
 * @played: variants so far
 */
struct worker_line {
	int fd;
	char *mirror;
	size_t mirror_size;
	unsigned played;
};

/**
 * worker_main() - play variants; the life of a worker's process
 * @opt: how
 * @cpu: any number; variants are dealt out to the CPUs by it
 * @line: which, and where the results go
 *
 * A result whose @disturbed is not 0 proves nothing: the attempt was disturbed.
 * What it came to is for a person to read.
 *
 * Never returns: ends with the line, after many variants, and after one that
 * failed, broke or was disturbed. Must be called in a house, in a process of
 * its own.
 */
void worker_main(const struct run_options *opt, unsigned cpu,
		 struct worker_line *line) __attribute__((noreturn));

#endif
