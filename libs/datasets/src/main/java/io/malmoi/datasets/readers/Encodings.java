package io.malmoi.datasets.readers;

import io.malmoi.datasets.readers.CorpusFormat.Encoding;
import io.malmoi.datasets.text.InvalidTextException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds out how the characters of a file are written, and gives them in UTF-8. */
final class Encodings {
    static final Charset CP949 = Charset.forName("x-windows-949");

    private static final int SAMPLE_BYTES = 1 << 20;

    private Encodings() {}

    /** The content in UTF-8, without byte order mark. What is UTF-8 already is passed on unchecked. */
    static InputStream decode(SourceFile file, InputStream content, Encoding encoding) throws IOException {
        int sampleBytes = encoding == Encoding.DETECT ? SAMPLE_BYTES : 3;
        var stream = new PushbackInputStream(content, sampleBytes);
        byte[] sample = stream.readNBytes(sampleBytes);
        Optional<Charset> marked = byteOrderMark(sample);
        int mark =
                marked.map(charset -> charset == StandardCharsets.UTF_8 ? 3 : 2).orElse(0);
        stream.unread(sample, mark, sample.length - mark);
        Charset charset = switch (encoding) {
            case USUAL -> marked.orElse(StandardCharsets.UTF_8);
            case DETECT -> marked.orElseGet(() -> detect(file, sample));
            case CP949 -> CP949;
            case UTF_16 -> marked.orElse(StandardCharsets.UTF_16LE);
        };
        return charset == StandardCharsets.UTF_8 ? stream : new DecodedStream(file, stream, mark, charset);
    }

    private static Optional<Charset> byteOrderMark(byte[] sample) {
        if (startsWith(sample, 0xef, 0xbb, 0xbf)) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        if (startsWith(sample, 0xff, 0xfe)) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        return startsWith(sample, 0xfe, 0xff) ? Optional.of(StandardCharsets.UTF_16BE) : Optional.empty();
    }

    private static boolean startsWith(byte[] sample, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= sample.length || (sample[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static Charset detect(SourceFile file, byte[] sample) {
        Optional<Charset> utf16 = utf16(sample);
        if (utf16.isPresent()) {
            return utf16.get();
        }
        if (isValid(sample, StandardCharsets.UTF_8)) {
            return StandardCharsets.UTF_8;
        }
        if (isValid(sample, CP949)) {
            return CP949;
        }
        throw new InvalidTextException(
                file.place("the beginning") + " is neither UTF-8 nor UTF-16 nor CP949: convert the file to UTF-8");
    }

    /** UTF-16 has a zero byte in every space, digit and line feed; no other text has. */
    private static Optional<Charset> utf16(byte[] sample) {
        int even = 0;
        int odd = 0;
        for (int i = 0; i < sample.length; i++) {
            if (sample[i] == 0) {
                even += i % 2 == 0 ? 1 : 0;
                odd += i % 2;
            }
        }
        if (20 * (even + odd) < sample.length
                || even > 0 && odd > 0 && Math.min(even, odd) > Math.max(even, odd) / 20) {
            return Optional.empty();
        }
        return Optional.of(even > odd ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE);
    }

    /** Whether a sample is valid, but for a character that is cut off at its end. */
    private static boolean isValid(byte[] sample, Charset charset) {
        CharsetDecoder decoder = strict(charset);
        CharBuffer characters = CharBuffer.allocate(1 << 13);
        ByteBuffer bytes = ByteBuffer.wrap(sample);
        while (true) {
            CoderResult result = decoder.decode(bytes, characters, false);
            if (!result.isOverflow()) {
                return result.isUnderflow();
            }
            characters.clear();
        }
    }

    static CharsetDecoder strict(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }
}
