package io.malmoi.datasets.cleaning;

/**
 * Writes Korean phone numbers in one form, with hyphens and without a country code: {@code 010-1234-5678},
 * {@code 02-123-4567}, {@code 1588-1234}.
 */
public final class PhoneNumbers implements TextStep {
    @Override
    public String name() {
        return "phone-numbers";
    }

    @Override
    public String clean(String text) {
        PhoneNumber number = PhoneNumber.find(text, 0);
        if (number == null) {
            return text;
        }
        var written = new StringBuilder(text.length() + 16);
        int copied = 0;
        while (number != null) {
            written.append(text, copied, number.begin()).append(number.form());
            copied = number.end();
            number = PhoneNumber.find(text, copied);
        }
        String result = written.append(text, copied, text.length()).toString();
        return result.equals(text) ? text : result;
    }
}
