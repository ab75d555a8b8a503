/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which kernel it is, to the point release: stable kernels receive changes, so
 * the series alone does not say what one does.
 */
#ifndef HARNESS_JUDGE_KERNEL_VERSION_H
#define HARNESS_JUDGE_KERNEL_VERSION_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct kernel_version - 6.1.192
 * @major, @minor: the series
 * @patch: the point release. A release candidate is younger than the point
 *         release before it, and counts as that one; 6.18-rc3 has -1.
 */
struct kernel_version {
	int major, minor, patch;
};

/**
 * kernel_version_read() - the version that a text begins with
 * @text: "6.1.192", "6.18.44-custom", "6.18.0-rc3", "6.18~rc7-1~exp1"
 * @v: filled
 *
 * Return: whether it begins with one.
 */
bool kernel_version_read(const char *text, struct kernel_version *v);

/**
 * kernel_version_text() - the text of uname() that names the point release
 * @release: "6.18.44", or "6.1.0-55-amd64" of Debian, which has no point release
 * @version: "#1 SMP ... Debian 6.1.192-1 (2026-10-30)"
 *
 * Return: where it begins, in @release or @version.
 */
const char *kernel_version_text(const char *release, const char *version);

/**
 * kernel_version_had() - whether a series had already come so far
 * @list: point releases, "5.10.262 6.1.192", of one series each
 * @kernel: "6.1.195-custom"
 * @which: room for that of the same series, as it stands in @list
 * @size: of @which
 *
 * Return: whether one of @list is of @kernel's series, and not younger.
 */
bool kernel_version_had(const char *list, const char *kernel, char *which,
			size_t size);

#endif
