package io.malmoi.datasets;

/** The loss of a model that knows nothing but how frequent each token is: what any trained model must beat. */
final class UnigramLoss {
    private UnigramLoss() {}

    /**
     * Mean cross-entropy in nats a token.
     *
     * @param train how often each token occurs in the train tokens; one is added to each (Laplace smoothing)
     * @param validation how often each token occurs in the validation tokens
     */
    static double of(long[] train, long[] validation) {
        double total = train.length;
        for (long frequency : train) {
            total += frequency;
        }
        double loss = 0;
        double tokens = 0;
        for (int token = 0; token < validation.length; token++) {
            if (validation[token] > 0) {
                loss -= validation[token] * Math.log((train[token] + 1) / total);
                tokens += validation[token];
            }
        }
        return loss / tokens;
    }
}
