package io.malmoi.tokenization.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.tokenization.Golden;
import io.malmoi.tokenization.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenizerEvaluationTest {
    @Test
    void countsWhatATextBecomes() {
        Tokenizer tokenizer = Golden.korean();
        List<String> lines = List.of("그는 말이 없었다.\n", "  그는 \u1100\u1161갔다\n");
        TokenizerEvaluation evaluation = new TokenizerEvaluation(tokenizer);
        lines.forEach(evaluation::add);

        int tokens =
                lines.stream().mapToInt(line -> tokenizer.encode(line).length).sum();
        assertThat(evaluation.tokens()).isEqualTo(tokens);
        assertThat(evaluation.bytes()).isEqualTo(String.join("", lines).getBytes().length);
        assertThat(evaluation.eojeols()).isEqualTo(5);
        assertThat(evaluation.tokensPerEojeol()).isEqualTo(tokens / 5.0);
        assertThat(evaluation.bytesPerToken()).isEqualTo((double) evaluation.bytes() / tokens);
        assertThat(evaluation.lines()).isEqualTo(2);
        assertThat(evaluation.changedLines()).isEqualTo(1);
        assertThat(evaluation.firstChangedLine()).contains(lines.get(1));
        assertThat(evaluation.unknownTokens()).isZero();
        assertThat(evaluation.usedShare()).isEqualTo(evaluation.usedTokens() / 1199.0);
        int newline = tokenizer.encode("\n")[0];
        assertThat(evaluation.mostFrequentTokens()).contains(new TokenizerEvaluation.TokenCount(newline, 2));
        assertThat(evaluation.rarestTokens().get(0).count()).isEqualTo(1);
        assertThat(tokenizer.token(evaluation.longestTokens().get(0).id()).length())
                .isEqualTo(lines.stream()
                        .flatMapToInt(line -> Arrays.stream(tokenizer.encode(line)))
                        .map(id -> tokenizer.token(id).length())
                        .max()
                        .getAsInt());
    }

    @Test
    void countsUnknownTokens() throws IOException {
        Tokenizer tokenizer = Tokenizer.read(new ByteArrayInputStream(Golden.bytes("wordpiece.tokenizer.json")));
        TokenizerEvaluation evaluation = new TokenizerEvaluation(tokenizer);
        evaluation.add("그는 쀍 갔다");
        assertThat(evaluation.unknownTokens()).isEqualTo(1);
    }
}
