# Perl's MIME::Parser, all in memory, and Digest::SHA, as peer.h says.
use strict;
use warnings;
use Digest::SHA;
use MIME::Parser;

my ($parts, $xor_all, $xor_binary) = (0, "\0" x 32, "\0" x 32);
my $parser = MIME::Parser->new;
$parser->output_to_core(1);
$parser->tmp_to_core(1);
open(my $list, '<', $ARGV[0]) or die;
while (my $path = <$list>) {
    chomp $path;
    my $message = $parser->parse_open($path);
    for my $part ($message->parts_DFS) {
        next unless $part->bodyhandle && defined $part->head->recommended_filename;
        my $digest = Digest::SHA::sha256($part->bodyhandle->as_string);
        $parts++;
        $xor_all ^= $digest;
        $xor_binary ^= $digest unless $part->effective_type =~ m{^text/};
    }
}
print join(' ', $parts, unpack('H*', $xor_all), unpack('H*', $xor_binary)), "\n";
