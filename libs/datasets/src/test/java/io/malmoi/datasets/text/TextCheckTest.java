package io.malmoi.datasets.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextCheckTest {
    @Test
    void measuresAText() {
        assertThat(check("말모이\n")).isEqualTo(new TextFacts(10, 4, 1));
        assertThat(check("말모이\n사전")).isEqualTo(new TextFacts(16, 6, 2));
        assertThat(check("a\n\nb\n")).isEqualTo(new TextFacts(5, 5, 3));
        assertThat(check("é👨‍👩‍👧 x")).isEqualTo(new TextFacts(22, 8, 1));
        assertThat(check("\uFEFF가")).isEqualTo(new TextFacts(6, 2, 1));
    }

    @Test
    void findsTheSameWhereverTheTextIsCut() {
        byte[] text = "가나 é\n👨‍👩‍👧 abcdefghijklmn\nopqrstuvwxyz 다라".repeat(3).getBytes(StandardCharsets.UTF_8);
        TextFacts whole = check(text);
        for (int cut = 0; cut <= text.length; cut++) {
            for (int second = cut; second <= text.length; second += 5) {
                var check = new TextCheck();
                check.update(text, 0, cut);
                check.update(text, cut, second - cut);
                check.update(text, second, text.length - second);
                assertThat(check.finish()).isEqualTo(whole);
            }
        }
    }

    /** Offsets as Python's {@code bytes.decode} reports them in {@code UnicodeDecodeError.start}. */
    @ParameterizedTest
    @CsvSource({
        "80, 1, begins no character",
        "C0AF, 1, begins no character",
        "C1BF, 1, begins no character",
        "E080AF, 1, does not continue",
        "E09FBF, 1, does not continue",
        "EDA080, 1, does not continue",
        "EDBFBF, 1, does not continue",
        "F0808080, 1, does not continue",
        "F08FBFBF, 1, does not continue",
        "F4908080, 1, does not continue",
        "F5808080, 1, begins no character",
        "FF, 1, begins no character",
        "EAB041, 1, does not continue",
        "EAB080EAB0, 4, cut off",
        "C3, 1, cut off",
        "F09F91, 1, cut off",
        "EAB080B0A1, 4, begins no character",
    })
    void namesTheOffsetOfTheFirstFault(String hex, int offset, String reason) {
        byte[] fault = new BigInteger("61" + hex, 16).toByteArray();
        for (int prefix : new int[] {0, 1, 2, 3, 13}) {
            byte[] text = ByteBuffer.allocate(prefix + fault.length)
                    .put("x".repeat(prefix).getBytes(StandardCharsets.UTF_8))
                    .put(fault)
                    .array();
            for (int cut = 0; cut <= text.length; cut++) {
                int at = cut;
                assertThatThrownBy(() -> {
                            var check = new TextCheck();
                            check.update(text, 0, at);
                            check.update(text, at, text.length - at);
                            check.finish();
                        })
                        .isInstanceOf(InvalidTextException.class)
                        .hasMessageContaining("byte offset " + (prefix + offset) + ", in line 1")
                        .hasMessageContaining(reason)
                        .hasMessageContaining("iconv");
            }
        }
    }

    @Test
    void agreesWithTheJdkOnRandomBytes() {
        var random = new Random(1);
        for (int round = 0; round < 200_000; round++) {
            byte[] text = new byte[1 + random.nextInt(12)];
            for (int i = 0; i < text.length; i++) {
                text[i] = (byte) (random.nextBoolean() ? 0x80 + random.nextInt(128) : random.nextInt(256));
            }
            text[0] = 'x';
            boolean valid = isValidForTheJdk(text);
            try {
                check(text);
                assertThat(valid).isTrue();
            } catch (InvalidTextException e) {
                assertThat(valid).as(e.getMessage()).isFalse();
            }
        }
    }

    @Test
    void acceptsEveryCharacterAndNothingElse() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                String text = "x" + Character.toString(codePoint) + "y";
                assertThat(check(text).characters()).isEqualTo(3);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n\n\r\n\t", "\uFEFF", "\u3000\u00a0 \n", "\u200b\u0000"})
    void refusesATextWithNothingToRead(String text) {
        assertThatThrownBy(() -> check(text))
                .isInstanceOf(InvalidTextException.class)
                .hasMessageContaining("nothing but white space");
    }

    @Test
    void refusesAnEmptyText() {
        assertThatThrownBy(() -> new TextCheck().finish())
                .isInstanceOf(InvalidTextException.class)
                .hasMessage("the text is empty");
    }

    @Test
    void namesALineThatIsTooLong() {
        byte[] text = "ab\n가나다라\n".getBytes(StandardCharsets.UTF_8);
        assertThat(check(text, 12).lines()).isEqualTo(2);
        assertThatThrownBy(() -> check(text, 11))
                .isInstanceOf(InvalidTextException.class)
                .hasMessage("line 2 is longer than 11 bytes: break it into shorter lines");
    }

    @Test
    void noticesALongLineBeforeItsEnd() {
        var check = new TextCheck(100);
        byte[] piece = "x".repeat(60).getBytes(StandardCharsets.UTF_8);
        check.update(piece, 0, 60);
        assertThatThrownBy(() -> check.update(piece, 0, 60))
                .isInstanceOf(InvalidTextException.class)
                .hasMessageContaining("line 1");
    }

    private static TextFacts check(String text) {
        return check(text.getBytes(StandardCharsets.UTF_8));
    }

    private static TextFacts check(byte[] text) {
        return check(text, TextCheck.MAXIMUM_LINE_BYTES);
    }

    private static TextFacts check(byte[] text, int maximumLineBytes) {
        var check = new TextCheck(maximumLineBytes);
        check.update(text, 0, text.length);
        return check.finish();
    }

    private static boolean isValidForTheJdk(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
