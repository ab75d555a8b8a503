/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a run was made on: the kernel, the machine, what was pinned.
 */
#ifndef HARNESS_REPORT_FACTS_H
#define HARNESS_REPORT_FACTS_H

#include <jansson.h>

/**
 * facts_here() - of the kernel that this process runs on
 *
 * Return: {kernel, kernel_version, machine, hz, sysctls}; sysctls that
 * this kernel has not are null. To be let go with json_decref().
 */
json_t *facts_here(void);

#endif
