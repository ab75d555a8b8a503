/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A stream that polls before it reads.
 */
#include "pcap/patient.h"

#include <errno.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAUSE_MS 1000

static ssize_t patient_read(void *cookie, char *buffer, size_t size)
{
	struct patient *patient = cookie;
	struct pollfd in = { fileno(patient->under), POLLIN, 0 };

	for (int ms = 0;; ms = PAUSE_MS) {
		int ready = poll(&in, 1, ms);

		if (ready > 0)
			return read(in.fd, buffer, size);
		if (ready < 0 && errno != EINTR)
			return -1;
		if (patient->pause && !patient->pause(patient->arg, ms)) {
			errno = EINTR;
			return -1;
		}
	}
}

static int patient_close(void *cookie)
{
	struct patient *patient = cookie;

	return patient->under == stdin ? 0 : fclose(patient->under);
}

FILE *patient_open(struct patient *patient, FILE *under)
{
	struct stat st;

	patient->under = under;
	if (fstat(fileno(under), &st) == 0 && !S_ISFIFO(st.st_mode) &&
	    !S_ISSOCK(st.st_mode) && !S_ISCHR(st.st_mode))
		return under;
	return fopencookie(patient, "r", (cookie_io_functions_t){
		.read = patient_read,
		.close = patient_close,
	});
}
