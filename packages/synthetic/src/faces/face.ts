import { type Colour, lighter, mix, palette, scaled } from '../raster/colour.js';
import { curve, mirrored } from '../raster/curve.js';
import type { Mask } from './canvas.js';
import type { FaceStyle } from './face-style.js';
import type { Traits } from './traits.js';

/** A face about to be painted: its attributes, and what follows from them and its style. */
export interface Face {
  readonly traits: Traits;
  readonly style: FaceStyle;
  /** Right half of the outline from the middle of the skull to the chin, and the whole of it. */
  readonly contour: readonly number[];
  readonly outline: readonly number[];
  /** Height of the chin, and half the width of the face at the eyes, below the cheeks and at the jaw. */
  readonly chin: number;
  readonly temple: number;
  readonly cheek: number;
  readonly jaw: number;
  readonly skin: Colour;
  /** Skin in shadow, for lines and folds. */
  readonly shade: Colour;
  readonly hair: Colour;
  readonly brow: Colour;
  readonly longHair: boolean;
  readonly masks: FaceMasks;
}

/** Places that have been painted. */
export interface FaceMasks {
  readonly face: Mask;
  readonly hair: Mask;
  readonly eye: Mask;
}

const skinTones = palette('#f0c2a2', '#deaa84', '#be845e', '#8e5c3e', '#623e2c');

/** The face with these attributes in this style. */
export function faceOf(traits: Traits, style: FaceStyle, masks: FaceMasks): Face {
  const skin = skinColour(traits, style);
  const hair = hairColour(traits, style);
  const male = traits.Male ? 1 : 0;
  const chubby = traits.Chubby ? 1 : 0;
  const oval = traits.Oval_Face ? 1 : 0;
  const bones = traits.High_Cheekbones ? 1 : 0;
  const old = traits.Young ? 0 : 1;
  const width = style.faceWidth;
  const temple = 14.4 + width - 1.1 * oval + 0.3 * chubby;
  const bone = 14.6 + width - 0.9 * oval + 1.1 * chubby + 0.7 * bones;
  const cheek = 12.9 + width - 1.5 * oval + 2.5 * chubby - 0.9 * bones + 0.5 * male + 0.3 * old;
  const jaw = 10.3 + width - 2.4 * oval + 3 * chubby + 1.6 * male + 0.5 * old;
  const chinSide = 5 + 0.5 * width - 1.2 * oval + 2.2 * chubby + 2.2 * male;
  const chin = 20.6 + style.faceLength + 2 * oval + 0.4 * male - 0.4 * chubby;
  const forehead = 11.8 + width - 1.1 * oval + 0.4 * male;
  const contour = curve([
    ...[0, -20.5 - 0.8 * oval, 6.5, -19.2 - 0.6 * oval, forehead, -13.5, temple, -4.5, bone, 3, cheek, 9],
    ...[jaw, chin - 6, chinSide, chin - 1.4, 0, chin],
  ]);
  return {
    traits,
    style,
    contour,
    outline: [...contour, ...mirrored(contour)],
    chin,
    temple,
    cheek,
    jaw,
    skin,
    shade: scaled(skin, 0.58),
    hair,
    brow: scaled(mix(hair, [60, 44, 36], 0.25), 0.72),
    longHair: !traits.Male && !traits.Bald && (traits.Straight_Hair || traits.Wavy_Hair || style.hairLoose < 0.6),
    masks,
  };
}

function skinColour(traits: Traits, style: FaceStyle): Colour {
  const place = style.skin * (skinTones.length - 1);
  const at = Math.min(Math.floor(place), skinTones.length - 2);
  const tone = mix(skinTones[at]!, skinTones[at + 1]!, place - at);
  const aged = traits.Young ? tone : mix(tone, [190, 160, 140], 0.1);
  return traits.Pale_Skin ? mix(aged, [255, 234, 226], 0.8) : aged;
}

/** The mean of the colours named; auburn to copper where none is. */
function hairColour(traits: Traits, style: FaceStyle): Colour {
  const t = style.hairTint;
  const dark = 1 - 0.2 * style.skin;
  const named: Colour[] = [];
  if (traits.Black_Hair) named.push([26 + 6 * t, 22 + 5 * t, 24 + 5 * t]);
  if (traits.Brown_Hair) named.push([92 + 14 * t, 64 + 11 * t, 40 + 8 * t]);
  if (traits.Blond_Hair) named.push([226 + 12 * t, 188 + 14 * t, 108 + 22 * t]);
  if (traits.Gray_Hair) named.push([176 + 22 * t, 178 + 22 * t, 184 + 22 * t]);
  if (named.length === 0) named.push([dark * (148 + 20 * t), dark * (50 + 10 * t), dark * (30 + 8 * t)]);
  const mean = named.reduce<Colour>((sum, colour, n) => mix(sum, colour, 1 / (n + 1)), named[0]!);
  return traits.Young || traits.Gray_Hair ? mean : mix(lighter(mean, 0.06), [150, 148, 148], 0.12);
}
