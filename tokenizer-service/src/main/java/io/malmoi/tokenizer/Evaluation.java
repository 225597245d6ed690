package io.malmoi.tokenizer;

import io.grpc.Context;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.Manifest;
import io.malmoi.datasets.text.UnmarkedStream;
import io.malmoi.service.ResourceName;
import io.malmoi.service.Violations;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.tokenization.evaluation.TokenizerEvaluation;
import io.malmoi.tokenization.evaluation.TokenizerEvaluation.TokenCount;
import io.malmoi.v1.EvaluateTokenizersRequest;
import io.malmoi.v1.EvaluateTokenizersResponse;
import io.malmoi.v1.TokenizerReport;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Reports on tokenizers. Stops when the call is given up. */
@Singleton
final class Evaluation {
    private static final String CORPUS_FILE = "corpus.txt";
    private static final int MOST_TOKENIZERS = 8;
    private static final int MOST_BYTES = 64 << 20;
    private static final int USUAL_BYTES = 4 << 20;
    private static final int LONGEST_SHOWN = 1_024;

    private final ArtifactStore store;
    private final Tokenizers tokenizers;

    Evaluation(ArtifactStore store, Tokenizers tokenizers) {
        this.store = store;
        this.tokenizers = tokenizers;
    }

    EvaluateTokenizersResponse evaluate(EvaluateTokenizersRequest request) {
        int count = request.getTokenizersCount();
        Violations violations = new Violations()
                .require(
                        count >= 1 && count <= MOST_TOKENIZERS,
                        "tokenizers",
                        "has " + count + " items; it must have 1 to " + MOST_TOKENIZERS)
                .name("corpus", request.getCorpus(), ResourceName.CORPUS)
                .range("most_bytes", request.getMostBytes(), 0, MOST_BYTES);
        for (int i = 0; i < Math.min(count, MOST_TOKENIZERS); i++) {
            violations.name("tokenizers[" + i + "]", request.getTokenizers(i), ResourceName.TOKENIZER);
        }
        violations.throwIfAny();
        List<Tokenizer> loaded =
                request.getTokenizersList().stream().map(tokenizers::get).toList();
        List<String> lines = lines(request);
        EvaluateTokenizersResponse.Builder response = EvaluateTokenizersResponse.newBuilder();
        for (int i = 0; i < count; i++) {
            response.addReports(report(request.getTokenizers(i), loaded.get(i), lines));
        }
        return response.build();
    }

    private List<String> lines(EvaluateTokenizersRequest request) {
        int most = request.getMostBytes() == 0 ? USUAL_BYTES : (int) request.getMostBytes();
        Manifest corpus = store.get(request.getCorpus());
        try (InputStream text = new UnmarkedStream(store.open(corpus, CORPUS_FILE))) {
            return Sample.of(text, most);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TokenizerReport report(String name, Tokenizer tokenizer, List<String> lines) {
        TokenizerEvaluation evaluation = new TokenizerEvaluation(tokenizer);
        for (String line : lines) {
            if (Context.current().isCancelled()) {
                throw new CancellationException("the call was given up");
            }
            evaluation.add(line);
        }
        String changed = evaluation.firstChangedLine().orElse("");
        return TokenizerReport.newBuilder()
                .setTokenizer(name)
                .setBytes(evaluation.bytes())
                .setTokens(evaluation.tokens())
                .setEojeols(evaluation.eojeols())
                .setBytesPerToken(evaluation.bytesPerToken())
                .setTokensPerEojeol(evaluation.tokensPerEojeol())
                .setUsedTokens(evaluation.usedTokens())
                .setUsedShare(evaluation.usedShare())
                .setUnknownTokens(evaluation.unknownTokens())
                .setLines(evaluation.lines())
                .setChangedLines(evaluation.changedLines())
                .setFirstChangedLine(changed.codePoints()
                        .limit(LONGEST_SHOWN)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                .addAllLongestTokens(counts(evaluation.longestTokens(), tokenizer))
                .addAllMostFrequentTokens(counts(evaluation.mostFrequentTokens(), tokenizer))
                .addAllRarestTokens(counts(evaluation.rarestTokens(), tokenizer))
                .build();
    }

    private static List<TokenizerReport.TokenCount> counts(List<TokenCount> tokens, Tokenizer tokenizer) {
        return tokens.stream()
                .map(token -> TokenizerReport.TokenCount.newBuilder()
                        .setId(token.id())
                        .setToken(tokenizer.token(token.id()))
                        .setCount(token.count())
                        .build())
                .toList();
    }
}
