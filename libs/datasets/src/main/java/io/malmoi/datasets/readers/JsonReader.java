package io.malmoi.datasets.readers;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.malmoi.datasets.text.InvalidTextException;
import java.io.IOException;
import java.io.InputStream;

/** Reads JSON objects in an array, or one after the other. Behind a fault of syntax nothing can be read. */
final class JsonReader implements RecordReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SourceFile file;
    private final CorpusFormat format;
    private final JsonParser parser;
    private boolean array;

    /** Reads a file's content in UTF-8. */
    JsonReader(SourceFile file, InputStream content, CorpusFormat format) throws IOException {
        this.file = file;
        this.format = format;
        this.parser = JSON.createParser(content);
    }

    @Override
    public String next() throws IOException, MalformedRecordException {
        try {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_ARRAY && !array) {
                array = true;
                token = parser.nextToken();
            }
            if (token == JsonToken.END_ARRAY) {
                array = false;
                return next();
            }
            if (token == null) {
                return null;
            }
            String place = place(parser.currentTokenLocation());
            JsonNode record = JSON.readTree(parser);
            return JsonDocument.of(record, format, place);
        } catch (JsonProcessingException e) {
            throw new InvalidTextException(place(e.getLocation()) + ": " + e.getOriginalMessage()
                    + "; what stands behind it cannot be read: correct the file");
        }
    }

    private String place(JsonLocation location) {
        return location == null
                ? file.name()
                : file.place("line " + location.getLineNr() + ", byte offset " + location.getByteOffset());
    }
}
