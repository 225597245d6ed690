package io.malmoi.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells, about once a MiB and at the end, how much of a stream was read; reading throws when the job must stop. */
final class ReportedStream extends FilterInputStream {
    private static final int REPORT_BYTES = 1 << 20;

    private final String stage;
    private final JobProgress progress;
    private long bytes;
    private long reported = -1;

    ReportedStream(InputStream source, String stage, JobProgress progress) {
        this(source, stage, progress, 0);
    }

    /** A stream before which so many bytes of the stage are done. */
    ReportedStream(InputStream source, String stage, JobProgress progress, long before) {
        super(source);
        this.bytes = before;
        this.stage = stage;
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? -1 : 1);
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        count(read);
        return read;
    }

    private void count(int read) {
        bytes += Math.max(0, read);
        boolean due = reported < 0 || read < 0 || bytes - reported >= REPORT_BYTES;
        if (due && bytes > reported) {
            reported = bytes;
            progress.report(stage, bytes);
        }
    }
}
