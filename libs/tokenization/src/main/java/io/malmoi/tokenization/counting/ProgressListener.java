package io.malmoi.tokenization.counting;

/**
 * Hears how far a training is, on the thread that trains. An exception that it throws stops the training and reaches
 * the caller as it is.
 *
 * @param <E> what it may throw
 */
@FunctionalInterface
public interface ProgressListener<E extends Exception> {
    /**
     * Some more is done.
     *
     * @param stage what is being done: {@code count words}, {@code sort out words} and {@code leave out rare words} where memory is
     *     short, {@code merge pairs}
     * @param done units done in this stage
     * @param total units of this stage, 0 if unknown
     * @param unit {@code bytes}, {@code parts}, {@code words} or {@code merges}
     */
    void progress(String stage, long done, long total, String unit) throws E;
}
