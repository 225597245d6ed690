package io.malmoi.tokenization;

/** A {@code tokenizer.json} that is malformed or of a kind that is not supported. The message names the path of the fault. */
public final class TokenizerFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    TokenizerFormatException(String path, String fault) {
        super("tokenizer.json: " + (path.isEmpty() ? "" : path + ": ") + fault);
    }
}
