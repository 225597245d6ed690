package io.malmoi.datasets.readers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.malmoi.datasets.text.InvalidTextException;
import io.malmoi.datasets.text.LineReader;
import java.io.IOException;
import java.io.InputStream;

/** Reads JSON Lines: a JSON object a line; blank lines are left out. */
final class JsonLinesReader implements RecordReader {
    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final SourceFile file;
    private final CorpusFormat format;
    private final LineReader lines;

    /** Reads a file's content in UTF-8. */
    JsonLinesReader(SourceFile file, InputStream content, CorpusFormat format) {
        this.file = file;
        this.format = format;
        this.lines = LineReader.unchecked(content);
    }

    @Override
    public String next() throws IOException, MalformedRecordException {
        while (nextLine()) {
            if (!lines.isBlank()) {
                return JsonDocument.of(parse(), format, place(0));
            }
        }
        return null;
    }

    private boolean nextLine() throws IOException {
        try {
            return lines.next();
        } catch (InvalidTextException e) {
            throw new InvalidTextException(file.place(e.getMessage()));
        }
    }

    private JsonNode parse() throws IOException, MalformedRecordException {
        try {
            return JSON.readTree(lines.buffer(), lines.start(), lines.length());
        } catch (JsonProcessingException e) {
            long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
            throw new MalformedRecordException(place(at) + ": " + e.getOriginalMessage());
        }
    }

    private String place(long at) {
        return file.place("line " + lines.number() + ", byte offset " + (lines.offset() + at));
    }
}
