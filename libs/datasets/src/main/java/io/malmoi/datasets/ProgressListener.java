package io.malmoi.datasets;

/** Is told how far long work is. Whatever it throws ends the work: this is how work is stopped. */
@FunctionalInterface
public interface ProgressListener {
    /**
     * Called often, from the thread that called for the work.
     *
     * @param stage what is being done, such as {@code encode}
     * @param bytes bytes of text done in this stage
     */
    void progress(String stage, long bytes);
}
