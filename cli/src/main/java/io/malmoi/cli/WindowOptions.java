package io.malmoi.cli;

import io.malmoi.v1.SlidingWindow;
import picocli.CommandLine.Option;

/** A window that slides over the tokens. Options that are not given are left to the service's defaults. */
final class WindowOptions {
    @Option(
            names = "--stride",
            paramLabel = "N",
            description = "Slide a window over the text: sequences begin N tokens apart. Default: the block size.")
    private int stride;

    @Option(names = "--no-shuffle", description = "Slide a window, in the order of the text.")
    private boolean ordered;

    @Option(
            names = "--keep-last",
            description = "Slide a window, and let the last sequences of an epoch be a smaller batch.")
    private boolean keepLast;

    SlidingWindow window() {
        return SlidingWindow.newBuilder()
                .setStride(stride)
                .setShuffle(!ordered)
                .setDropLast(!keepLast)
                .build();
    }
}
