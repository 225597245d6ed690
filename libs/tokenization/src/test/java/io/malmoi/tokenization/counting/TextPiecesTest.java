package io.malmoi.tokenization.counting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.malmoi.tokenization.Golden;
import io.malmoi.tokenization.definition.Normalizer;
import io.malmoi.tokenization.pretokenization.Normalization;
import io.malmoi.tokenization.pretokenization.WordPattern;
import io.malmoi.tokenization.text.InvalidTextException;
import io.malmoi.tokenization.text.TextSlice;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextPiecesTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 16, 61, 1000, 1 << 20})
    void wordsDoNotDependOnWhereALongLineIsCut(int usual) throws IOException {
        String line = Golden.text("unicode.txt").substring(0, 20_000).replace('\n', ' ')
                + Golden.text("koconovel.txt").substring(0, 5_000).replace('\n', ' ')
                + "끝!\r\r \r가.\r나 \r\r  it's ''s 'llx I'm1 x'2  \u3000 a \u00a0 \u00a0b  c\u0301 \u0338=\u0338가각 각";
        for (WordPattern pattern : WordPattern.values()) {
            assertThat(words(line, usual, pattern)).isEqualTo(words(line, 1 << 20, pattern));
        }
    }

    @Test
    void cutsAfterLines() throws IOException {
        TextPieces pieces =
                new TextPieces(new ByteArrayInputStream("ab\ncd\nef".getBytes(StandardCharsets.UTF_8)), true, 7);
        assertThat(new String(pieces.next().bytes(), StandardCharsets.UTF_8)).isEqualTo("ab\ncd\n");
        TextPieces.Piece last = pieces.next();
        assertThat(last.offset()).isEqualTo(6);
        assertThat(new String(last.bytes(), StandardCharsets.UTF_8)).isEqualTo("ef");
        assertThat(pieces.next()).isNull();
    }

    @Test
    void refusesAWordWithoutEnd() {
        byte[] endless = new byte[TextPieces.LONGEST_WORD + 1];
        Arrays.fill(endless, (byte) 'a');
        TextPieces pieces = new TextPieces(new ByteArrayInputStream(endless), true);
        assertThatThrownBy(pieces::next)
                .isInstanceOf(InvalidTextException.class)
                .hasMessageContaining("break the text into lines");
    }

    private static List<String> words(String line, int usual, WordPattern pattern) throws IOException {
        TextPieces pieces =
                new TextPieces(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)), true, usual);
        Normalization nfc = Normalization.of(new Normalizer.Unicode(java.text.Normalizer.Form.NFC));
        List<String> words = new ArrayList<>();
        for (TextPieces.Piece piece = pieces.next(); piece != null; piece = pieces.next()) {
            String part = new String(piece.bytes(), StandardCharsets.UTF_8);
            TextSlice slice = TextSlice.untracked(part.toCharArray(), 0, part.length(), true);
            pattern.split(
                    nfc.apply(slice),
                    (text, start, end) -> words.add(new String(text.characters(), start, end - start)));
        }
        return words;
    }
}
