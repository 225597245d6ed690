package io.malmoi.datasets.report;

import io.malmoi.datasets.DatasetMeta;
import io.malmoi.tokenization.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures the documents of a dataset while they are encoded, in memory that does not grow with them. Not for use by several threads. */
public final class DatasetStatistics {
    private static final int EXAMPLES = 3;
    private static final int EXAMPLE_TOKENS = 100;

    private final Histogram tokensPerDocument = new Histogram();
    private final List<int[]> train = new ArrayList<>();
    private final List<int[]> validation = new ArrayList<>();

    /**
     * Measures a document.
     *
     * @param tokens without the one that ends it
     * @param forValidation whether it is kept for validation
     */
    public void add(int[] tokens, boolean forValidation) {
        tokensPerDocument.add(tokens.length + 1L);
        List<int[]> examples = forValidation ? validation : train;
        if (examples.size() < EXAMPLES) {
            examples.add(Arrays.copyOf(tokens, Math.min(tokens.length, EXAMPLE_TOKENS)));
        }
    }

    /**
     * The report.
     *
     * @param meta sizes of the dataset
     * @param trainFrequencies how often each token occurs among the train tokens
     * @param tokenizer that encoded it
     */
    public DatasetReport report(DatasetMeta meta, long[] trainFrequencies, Tokenizer tokenizer) {
        var frequencies = new TokenFrequencies(trainFrequencies);
        return new DatasetReport(
                part(meta.train(), train, tokenizer),
                part(meta.validation(), validation, tokenizer),
                trainFrequencies.length,
                frequencies.used(),
                frequencies.rare(),
                tokensPerDocument.summary(),
                (double) meta.train().bytes() / meta.train().learnedTokens(),
                frequencies.byRank(),
                frequencies.coverage(),
                frequencies.top(tokenizer));
    }

    private static DatasetReport.Part part(DatasetMeta.Part part, List<int[]> examples, Tokenizer tokenizer) {
        return new DatasetReport.Part(
                part.documents(),
                part.tokens(),
                part.bytes(),
                examples.stream().map(tokens -> tokenizer.decode(tokens, false)).toList());
    }
}
