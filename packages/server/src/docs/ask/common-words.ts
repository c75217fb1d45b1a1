/**
 * Everyday words that hardly ever tell what a question is about. They count for little, so that "should I release the
 * payment then" is judged by payment and release rather than by how it is put. Words of the field are not among them.
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `able above according across act actual actually add added after ahead allow allowed almost alone along already although
always among anyhow anyway appear apart around ask asked asking away back bad based became become been before began begin
behind believe below best better between beyond big both bring brought call called came care case cause certain come comes
coming common complete consider contain could current currently decide depend describe did directly does done doubt during
each easy either else end enough entire especially ever every exactly example except expect explain fact far feel few find
fine first follow following form found front full further gave general generally getting given gives giving go goes going
gone good got great guess had half happen happened happening happens hard hardly heard held helps hence her here hers high
him himself his hold however idea ignore imagine important include included including indeed inside instead interesting
involve issue item keep keeping keeps kept kick kicking kinds knew know known knows large last later least leave left less
let lets level little live look looking looks lot lots low main mainly make making manage many maybe me mention might mind
mine minute moment more most mostly move much must myself naturally near nearly necessary need needed needs neither never
new next nice nobody none normal normally nothing notice number obviously occur of off often ok okay old once ones onto open
order ordinary ought ourselves outside own part particular particularly people perhaps person piece place plan please point
possible possibly present pretty previous probably process proper properly provide purpose put puts quickly quite rather
reach read ready real reason recent regard related remain right rule said same saw say saying says second see seem seems
seen self send sense sent separate serious set sets several shall she short shown side similar simple simply since situation
small solve some somebody somehow sort specific stand start started state stay step still stop stuff such suggest support
suppose sure tell telling ten thank their them themselves thing think third those though thought through thus till time
times together told too took toward tried try trying turn turned type under understand unless until upon usual usually
various very via view wait way ways week well went were whatever whenever whether while whole why will wish within without
wonder word words work world would year yes yet your yours yourself
chalega chahta chahte hota hoti hona hone kyonki lekin magar matlab nahin phir bas bahut thoda zyada sab sabhi pura puri
poora kabhi jaise waise aise isliye agar warna bina saath liye dena diya dete deta lena liya leta rakhe rakhna sakenge hoga
karega karegi karenge batao bolo dekho samajh pata pe upar niche andar aage piche
baad pehle dabane dabao rehne rehna rahega rahegi banta banti bana bane banega adhura zaroori sahi theek tarah tak abhi kal aaj
hone hogi lagta lagega lagegi dikhta dikhega milegi karke karwa du dun doon daal daalna daale rakh liya saktaa kyunki hame humko`.split(
    /\s+/,
  ),
);
