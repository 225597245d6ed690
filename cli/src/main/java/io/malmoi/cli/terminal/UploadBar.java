package io.malmoi.cli.terminal;

import java.time.Duration;

/** The progress of an upload. */
public final class UploadBar {
    private final ProgressBar bar;
    private final long total;
    private final long begin = System.nanoTime();

    /** An upload of {@code total} bytes; 0 if unknown. */
    public UploadBar(Console console, long total) {
        this.bar = new ProgressBar(console);
        this.total = total;
    }

    /** Shows that {@code sent} bytes have gone. */
    public void show(long sent) {
        double seconds = Math.max(1e-3, (System.nanoTime() - begin) / 1e9);
        double rate = sent / seconds;
        Duration left = total > sent ? Duration.ofMillis((long) (1000 * (total - sent) / rate)) : Duration.ZERO;
        bar.show(new ProgressBar.Reading("upload", sent, total, "bytes", rate, left, ""));
    }
}
