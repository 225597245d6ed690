package io.malmoi.datasets;

/** There is too little text for what is asked. The message says how much there is, how much is needed, and what to do. */
public final class CorpusTooSmallException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With a message for the user. */
    public CorpusTooSmallException(String message) {
        super(message);
    }
}
